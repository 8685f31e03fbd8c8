/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/err.h"

/*
 * Called once inputs and outputs are open. seccomp refuses socket(2) and its
 * kin (they fail with EPERM), execve(2) and ptrace(2); where the kernel has no
 * seccomp nothing happens and RC_UNSUPPORTED is returned, which the tools
 * ignore. The only door to libseccomp. Threads started later inherit it.
 */
enum rc sandbox_enter(struct err *e);

#endif
