#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Prints the Debian mirror that this machine itself is set up with.

apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    grep -v security | head -n 1 | sed 's|/*$||'
