# SPDX-License-Identifier: Apache-2.0
#
# The samples of feeds that hold real records: $samples. The others in
# tests/fixtures/feeds are made up, of years to come.
X=tests/fixtures/feeds
samples=$(echo "$X"/debian/tracker.json "$X"/epss/*.csv "$X"/kev/*.json \
    "$X"/nvd/*.json "$X"/osv/ALSA-*.json "$X"/secdb/*.json)
