/* SPDX-License-Identifier: BSD-3-Clause
 *
 * How a loader process is called.
 */

#pragma once

/* Its end of the connection. */
#define VC_CHILD_SOCKET 3

/* Its arguments: bytes of memory, process number of the parent, the file. */
enum {
  VC_CHILD_PROGRAM,
  VC_CHILD_MEMORY,
  VC_CHILD_PARENT,
  VC_CHILD_PATH,
  VC_CHILD_N_ARGS,
};
