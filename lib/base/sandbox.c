/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>

/* No new sockets, no other programs, no looking into other processes. */
static const int refused[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),
	SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
	SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
	SCMP_SYS(execve), SCMP_SYS(execveat),
#ifndef __SANITIZE_ADDRESS__	/* whose search for leaks needs it */
	SCMP_SYS(ptrace),
#endif
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(io_uring_setup), SCMP_SYS(bpf), SCMP_SYS(keyctl),
};

enum rc
sandbox_enter(struct err *e)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	enum rc rc = RC_OK;

	if (ctx == NULL)
		return err_set(e, RC_UNSUPPORTED, "no seccomp");
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		int r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM),
		    refused[i], 0);

		/* A call that this architecture does not have needs no rule. */
		if (r != 0 && r != -EDOM && r != -EINVAL && rc == RC_OK)
			rc = err_set(e, RC_UNSUPPORTED, "seccomp rule: %d", -r);
	}
	if (seccomp_load(ctx) != 0 && rc == RC_OK)
		rc = err_set(e, RC_UNSUPPORTED, "no seccomp");
	seccomp_release(ctx);
	return rc;
}
