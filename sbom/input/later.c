/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/session.h"
#include "codec/reader.h"
enum rc stream_read(struct session *s, struct reader *in, struct err *e) { (void)s; reader_close(in); return err_set(e, RC_UNSUPPORTED, "streams are not read yet"); }
enum rc rootfs_read(struct session *s, struct err *e) { (void)s; return err_set(e, RC_UNSUPPORTED, "directories are not read yet"); }
void rootfs_visit(struct session *s, struct layer_ref *l, struct need_list *needs) { (void)s; (void)l; (void)needs; }
enum rc single_read(struct session *s, struct str name, struct err *e) { (void)s; (void)name; return err_set(e, RC_UNSUPPORTED, "not an archive"); }
enum rc depot_of_dir(int fd, struct arena *a, const struct limits *lim, struct notices *n, struct depot **ret, struct err *e) { (void)fd; (void)a; (void)lim; (void)n; (void)ret; return err_set(e, RC_UNSUPPORTED, "directories are not read yet"); }
