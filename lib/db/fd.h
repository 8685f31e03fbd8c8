/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DB_FD_H
#define DB_FD_H

/* Name of the file system whose "/7" is descriptor 7, read-only; NULL: it
   cannot be had. Not for several threads at once. */
const char *db_fd_vfs(void);

#endif
