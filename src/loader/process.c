/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcProcess: one running vtkcast-loader.
 */

#include "process.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "loader.h"

#define PROGRAM "vtkcast-loader"
/* Above all numbers that the child gives a meaning to. */
#define FIRST_FREE_FD 10

extern char **environ;

/* Relative to the folder of whatever this code was linked into:
 * libvtkcast-scene in src/scene, the program in src, tests in tests/KIND,
 * plugins. */
static const char *const build_places[] = {
  "../loader/" PROGRAM,
  "loader/" PROGRAM,
  "../../src/loader/" PROGRAM,
  PROGRAM,
};

static char *
find_own_folder (void)
{
  Dl_info info;
  char *resolved = NULL;
  g_autofree char *own = NULL;

  /* For the main program this is argv[0], which may have been found in PATH. */
  if (dladdr (find_own_folder, &info) && strchr (info.dli_fname, '/'))
    resolved = realpath (info.dli_fname, NULL);
  if (resolved == NULL)
    resolved = realpath ("/proc/self/exe", NULL);
  own = resolved ? g_path_get_dirname (resolved) : NULL;
  free (resolved);
  return g_steal_pointer (&own);
}

/* Where the program is: $VTKCAST_LOADER, or next to this code in a build tree,
 * or where it was installed. */
static char *
find_program (void)
{
  const char *set = g_getenv ("VTKCAST_LOADER");
  g_autofree char *folder = NULL;

  if (set && *set)
    return g_strdup (set);
  folder = find_own_folder ();
  for (guint i = 0; folder && i < G_N_ELEMENTS (build_places); i++) {
    g_autofree char *place = g_build_filename (folder, build_places[i], NULL);

    if (g_file_test (place, G_FILE_TEST_IS_EXECUTABLE) &&
        !g_file_test (place, G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&place);
  }
  return g_build_filename (VC_LIBEXECDIR, PROGRAM, NULL);
}

static int
move_up (int fd)
{
  int moved = fcntl (fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);

  close (fd);
  return moved;
}

typedef struct {
  int child_socket;
  int child_log;
} ChildEnds;

static gboolean
make_ends (VcProcess *self, ChildEnds *ends, GError **error)
{
  int sockets[2], pipes[2];

  *self = (VcProcess){0, -1, -1};
  *ends = (ChildEnds){-1, -1};
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0) {
    self->socket = sockets[0];
    ends->child_socket = move_up (sockets[1]);
  }
  if (pipe2 (pipes, O_CLOEXEC) == 0) {
    self->log = pipes[0];
    ends->child_log = move_up (pipes[1]);
  }
  if (ends->child_socket >= 0 && ends->child_log >= 0 &&
      g_unix_set_fd_nonblocking (self->log, TRUE, NULL))
    return TRUE;
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED,
               "its reader cannot be started (%s)", g_strerror (errno));
  return FALSE;
}

static void
close_ends (ChildEnds *ends)
{
  if (ends->child_socket >= 0)
    close (ends->child_socket);
  if (ends->child_log >= 0)
    close (ends->child_log);
}

static int
spawn (VcProcess *self, const ChildEnds *ends, char **argv)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int result;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, 0, "/dev/null", O_RDWR, 0);
  posix_spawn_file_actions_adddup2 (&actions, 0, 1);
  posix_spawn_file_actions_adddup2 (&actions, ends->child_log, 2);
  posix_spawn_file_actions_adddup2 (&actions, ends->child_socket,
                                    VC_CHILD_SOCKET);
  posix_spawn_file_actions_addclosefrom_np (&actions, VC_CHILD_SOCKET + 1);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);
  posix_spawnattr_setflags (&attributes,
                            POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  result =
    posix_spawn (&self->pid, argv[0], &actions, &attributes, argv, environ);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return result;
}

gboolean
vc_process_start (VcProcess *self, const char *path, guint64 memory_limit,
                  GError **error)
{
  g_autofree char *program = find_program ();
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, memory_limit);
  g_autofree char *parent = g_strdup_printf ("%d", (int)getpid ());
  char *argv[] = {program, limit, parent, (char *)path, NULL};
  ChildEnds ends;
  int result;

  if (!make_ends (self, &ends, error)) {
    close_ends (&ends);
    return FALSE;
  }
  result = spawn (self, &ends, argv);
  close_ends (&ends);
  if (result == 0)
    return TRUE;
  g_set_error (error, VC_LOADER_ERROR, VC_LOADER_ERROR_CRASHED,
               "its reader %s cannot be started (%s)", program,
               g_strerror (result));
  return FALSE;
}

void
vc_process_close (VcProcess *self)
{
  if (self->socket >= 0)
    close (self->socket);
  if (self->log >= 0)
    close (self->log);
  self->socket = self->log = -1;
}

int
vc_process_reap (VcProcess *self)
{
  int status;

  while (waitpid (self->pid, &status, 0) < 0)
    if (errno != EINTR)
      return -1;
  return status;
}
