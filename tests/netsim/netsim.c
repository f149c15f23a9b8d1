/* SPDX-License-Identifier: BSD-3-Clause
 *
 * netsim: runs a link with a profile between two network namespaces.
 *
 *     netsim PROFILE-FILE NAME
 *
 * makes the namespaces NAME-server (10.77.0.1) and NAME-client (10.77.0.2),
 * each with one TUN device, and carries packets between them as the profile
 * says until SIGTERM, SIGINT or the end of standard input. Programs join with
 * `ip netns exec NAME-client …`. Prints "ready" when the link is up. On
 * standard input, "start" begins the profile's time anew, so that a test can
 * choose the moment; "report" prints what both directions counted since the
 * last report, as one JSON line. The same is printed at the end. `waits` holds
 * pairs: milliseconds in the queue, and how many packets waited for so long.
 * Needs root and /dev/net/tun.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "profile.h"

#define MTU 1500
#define NETNS_DIR "/run/netns"

typedef struct {
  gint64 time_us;
  guint16 size;
  guint8 data[MTU];
} Packet;

typedef struct {
  Link *link;
  GQueue packets;
  int from_fd;
  int to_fd;
} Direction;

static volatile sig_atomic_t stopped;

static void
on_signal (int number)
{
  stopped = 1;
}

/* A link does not wait because a computer is busy. */
static void
hurry (void)
{
  const struct sched_param param = {.sched_priority = 1};

  if (sched_setscheduler (0, SCHED_FIFO, &param) != 0 &&
      setpriority (PRIO_PROCESS, 0, -20) != 0)
    g_debug ("no priority: %s", g_strerror (errno));
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "Failed to %s: %s", what, g_strerror (errno));
  return FALSE;
}

static gboolean
configure_interface (const char *name, const char *address, GError **error)
{
  struct ifreq request = {0};
  struct sockaddr_in *in = (struct sockaddr_in *)&request.ifr_addr;
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean ok = fd >= 0;

  g_strlcpy (request.ifr_name, name, IFNAMSIZ);
  in->sin_family = AF_INET;
  if (address != NULL) {
    inet_pton (AF_INET, address, &in->sin_addr);
    ok = ok && ioctl (fd, SIOCSIFADDR, &request) == 0;
    inet_pton (AF_INET, "255.255.255.0", &in->sin_addr);
    ok = ok && ioctl (fd, SIOCSIFNETMASK, &request) == 0;
  }
  ok = ok && ioctl (fd, SIOCGIFFLAGS, &request) == 0;
  request.ifr_flags |= IFF_UP | IFF_RUNNING;
  ok = ok && ioctl (fd, SIOCSIFFLAGS, &request) == 0;
  if (!ok)
    fail (error, "configure a network interface");
  if (fd >= 0)
    close (fd);
  return ok;
}

/* In a new namespace, made visible as NETNS_DIR/@path. Returns the TUN's file
 * descriptor, −1 on failure. */
static int
open_namespace (const char *path, const char *address, GError **error)
{
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};

  g_mkdir_with_parents (NETNS_DIR, 0755);
  int place = g_creat (path, 0444);
  if (place < 0)
    return fail (error, "create the namespace's file"), -1;
  close (place);
  if (unshare (CLONE_NEWNET) != 0 ||
      mount ("/proc/self/ns/net", path, "none", MS_BIND, NULL) != 0)
    return fail (error, "create a network namespace"), -1;

  int fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  g_strlcpy (request.ifr_name, "wan", IFNAMSIZ);
  if (fd < 0 || ioctl (fd, TUNSETIFF, &request) != 0)
    return fail (error, "open a TUN device"), -1;
  if (!configure_interface ("lo", NULL, error) ||
      !configure_interface ("wan", address, error))
    return -1;
  return fd;
}

static void
close_namespace (const char *path)
{
  umount2 (path, MNT_DETACH);
  g_unlink (path);
}

static void
read_packets (Direction *self, gint64 now_us)
{
  g_autofree Packet *packet = NULL;

  while (TRUE) {
    if (packet == NULL)
      packet = g_new (Packet, 1);
    gssize size = read (self->from_fd, packet->data, MTU);
    if (size <= 0)
      return;
    packet->size = (guint16)size;
    packet->time_us = link_send (self->link, now_us, (gsize)size);
    if (packet->time_us != LINK_DROPPED)
      g_queue_push_tail (&self->packets, g_steal_pointer (&packet));
  }
}

/* Returns when the next packet is due. */
static gint64
write_packets (Direction *self, gint64 now_us)
{
  while (!g_queue_is_empty (&self->packets)) {
    Packet *packet = g_queue_peek_head (&self->packets);
    if (packet->time_us > now_us)
      return packet->time_us;
    if (write (self->to_fd, packet->data, packet->size) < 0)
      g_debug ("a packet was refused: %s", g_strerror (errno));
    g_free (g_queue_pop_head (&self->packets));
  }
  return G_MAXINT64;
}

static void
apply_profile (const Profile *profile, Direction *directions, gint64 time_us,
               gint64 *next_us)
{
  for (int i = 0; i < 2; i++) {
    LinkSettings settings;
    *next_us = profile_get (profile, time_us, i, &settings);
    link_set (directions[i].link, &settings);
  }
}

typedef enum {
  COMMAND_NONE,
  COMMAND_START,
  COMMAND_REPORT,
} Command;

/* One line, byte by byte, so that the next one is left to be polled for. The
 * end of the input stops the program. */
static Command
read_command (void)
{
  char line[16] = "";

  for (gsize i = 0; i < sizeof line - 1; i++) {
    if (read (STDIN_FILENO, &line[i], 1) <= 0) {
      stopped = 1;
      return COMMAND_NONE;
    }
    if (line[i] == '\n')
      break;
  }
  return g_str_has_prefix (line, "report") ? COMMAND_REPORT : COMMAND_START;
}

/* Sleeps until @due_us or until something arrives. */
static Command
wait_until (const Direction *directions, gint64 due_us)
{
  gint64 wait_us = CLAMP (due_us - g_get_monotonic_time (), 0, 100000);
  struct timespec timeout = {.tv_sec = 0, .tv_nsec = wait_us * 1000};
  struct pollfd fds[] = {
    {.fd = directions[PROFILE_UP].from_fd, .events = POLLIN},
    {.fd = directions[PROFILE_DOWN].from_fd, .events = POLLIN},
    {.fd = STDIN_FILENO, .events = POLLIN},
  };

  if (ppoll (fds, G_N_ELEMENTS (fds), &timeout, NULL) <= 0 || !fds[2].revents)
    return COMMAND_NONE;
  return read_command ();
}

static void
print_waits (const LinkCounts *counts)
{
  gboolean is_first = TRUE;

  printf (", \"waits\": [");
  for (guint i = 0; i < LINK_WAITS; i++) {
    if (counts->waits[i] == 0)
      continue;
    printf ("%s[%u, %u]", is_first ? "" : ", ", i, counts->waits[i]);
    is_first = FALSE;
  }
  printf ("]}");
}

static void
report (const Direction *directions, gint64 now_us)
{
  static const char *const names[] = {"up", "down"};

  printf ("{\"time\": %.3f", now_us / 1e6);
  for (int i = 0; i < 2; i++) {
    const LinkCounts *counts = link_get_counts (directions[i].link, now_us);
    printf (", \"%s\": {\"sent\": %" G_GUINT64_FORMAT
            ", \"bytes\": %" G_GUINT64_FORMAT ", \"lost\": %" G_GUINT64_FORMAT
            ", \"overflowed\": %" G_GUINT64_FORMAT ", \"room\": %.0f",
            names[i], counts->sent, counts->bytes, counts->lost,
            counts->overflowed, counts->room);
    print_waits (counts);
    link_reset_counts (directions[i].link, now_us);
  }
  printf ("}\n");
  fflush (stdout);
}

static void
run (const Profile *profile, Direction *directions)
{
  gint64 start_us = G_MAXINT64, change_us = 0;

  apply_profile (profile, directions, 0, &change_us);
  while (!stopped) {
    gint64 now_us = g_get_monotonic_time ();
    gint64 due_us = G_MAXINT64;

    if (now_us >= start_us && now_us - start_us >= change_us)
      apply_profile (profile, directions, now_us - start_us, &change_us);
    for (int i = 0; i < 2; i++) {
      read_packets (&directions[i], now_us);
      due_us = MIN (due_us, write_packets (&directions[i], now_us));
    }
    switch (wait_until (directions, due_us)) {
    case COMMAND_NONE:
      break;
    case COMMAND_START:
      start_us = g_get_monotonic_time ();
      change_us = 0;
      break;
    case COMMAND_REPORT:
      report (directions, g_get_monotonic_time ());
      break;
    }
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (argc != 3) {
    g_printerr ("usage: netsim PROFILE-FILE NAME\n");
    return 2;
  }
  g_autoptr (Profile) profile = NULL;
  if (g_file_get_contents (argv[1], &text, NULL, &error))
    profile = profile_parse (text, &error);
  if (profile == NULL) {
    g_printerr ("netsim: %s\n", error->message);
    return 1;
  }

  signal (SIGTERM, on_signal);
  signal (SIGINT, on_signal);
  prctl (PR_SET_TIMERSLACK, 1000);
  hurry ();
  g_autofree char *server = g_strdup_printf (NETNS_DIR "/%s-server", argv[2]);
  g_autofree char *client = g_strdup_printf (NETNS_DIR "/%s-client", argv[2]);
  int server_fd = open_namespace (server, "10.77.0.1", &error);
  int client_fd =
    server_fd < 0 ? -1 : open_namespace (client, "10.77.0.2", &error);
  if (client_fd >= 0) {
    Direction directions[] = {
      {link_new (1), G_QUEUE_INIT, client_fd, server_fd},
      {link_new (2), G_QUEUE_INIT, server_fd, client_fd},
    };
    printf ("ready\n");
    fflush (stdout);
    run (profile, directions);
    report (directions, g_get_monotonic_time ());
    for (int i = 0; i < 2; i++) {
      g_queue_clear_full (&directions[i].packets, g_free);
      link_free (directions[i].link);
    }
  } else {
    g_printerr ("netsim: %s\n", error->message);
  }
  close_namespace (client);
  close_namespace (server);
  return client_fd >= 0 ? 0 : 1;
}
