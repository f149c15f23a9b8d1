/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Tests of netsim with real packets between its two namespaces.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAYLOAD 1172 /* 1200 bytes with the IP and UDP headers */
#define PORT 7700

typedef struct {
  GSubprocess *process;
  int client;
  int server;
} Fixture;

typedef struct {
  gint64 sent_us;
  guint32 number;
  char padding[PAYLOAD - 12];
} __attribute__ ((packed)) Probe;

/* A UDP socket inside @name's namespace, bound to @address. */
static int
open_socket (const char *name, const char *address)
{
  g_autofree char *path = g_strconcat ("/run/netns/", name, NULL);
  struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons (PORT)};
  struct timeval timeout = {.tv_sec = 1};
  int home = open ("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  int there = open (path, O_RDONLY | O_CLOEXEC);
  int buffer = 4 << 20;

  g_assert_cmpint (setns (there, CLONE_NEWNET), ==, 0);
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (setns (home, CLONE_NEWNET), ==, 0);
  close (home);
  close (there);
  inet_pton (AF_INET, address, &in.sin_addr);
  g_assert_cmpint (bind (fd, (struct sockaddr *)&in, sizeof in), ==, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  return fd;
}

static void
set_up (Fixture *self, const char *profile)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "profile", NULL);
  g_autofree char *name = g_strdup_printf ("test-%d", getpid ());
  g_autofree char *server = g_strconcat (name, "-server", NULL);
  g_autofree char *client = g_strconcat (name, "-client", NULL);

  g_file_set_contents (path, profile, -1, &error);
  g_assert_no_error (error);
  self->process = g_subprocess_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
    g_getenv ("NETSIM"), path, name, NULL);
  g_assert_no_error (error);
  char ready[6] = "";
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (self->process), ready,
                           sizeof ready, NULL, NULL, NULL);
  g_assert_cmpint (strncmp (ready, "ready\n", 6), ==, 0);
  self->server = open_socket (server, "10.77.0.1");
  self->client = open_socket (client, "10.77.0.2");
}

static void
tear_down (Fixture *self)
{
  close (self->server);
  close (self->client);
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL,
                         NULL);
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

static void
send_probe (Fixture *self, guint32 number)
{
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons (PORT)};
  Probe probe = {.sent_us = g_get_monotonic_time (), .number = number};

  inet_pton (AF_INET, "10.77.0.2", &to.sin_addr);
  sendto (self->server, &probe, sizeof probe, 0, (struct sockaddr *)&to,
          sizeof to);
}

static gboolean
receive_probe (Fixture *self, Probe *probe)
{
  return recv (self->client, probe, sizeof *probe, 0) == sizeof *probe;
}

/* Sends twice what fits for a while; the receiver must see the rate. */
static gpointer
flood (gpointer data)
{
  Fixture *self = data;
  gint64 start_us = g_get_monotonic_time ();

  for (guint32 i = 0; i < 2500; i++) {
    gint64 due_us = start_us + (gint64)i * 600;
    gint64 wait_us = due_us - g_get_monotonic_time ();
    if (wait_us > 0)
      g_usleep ((gulong)wait_us);
    send_probe (self, i);
  }
  return NULL;
}

static void
test_rate (void)
{
  Fixture self;
  Probe probe;
  gint64 first_us = 0, last_us = 0;
  guint received = 0;

  set_up (&self, "rate 8M queue 50ms\n");
  g_autoptr (GThread) thread = g_thread_new ("flood", flood, &self);
  while (receive_probe (&self, &probe)) {
    last_us = g_get_monotonic_time ();
    if (received++ == 0)
      first_us = last_us;
  }
  g_thread_join (g_steal_pointer (&thread));
  double rate = (received - 1) * (PAYLOAD + 28) * 8.0 / (last_us - first_us);
  g_test_message ("%.3f Mb/s", rate);
  g_assert_cmpfloat_with_epsilon (rate, 8.0, 0.03 * 8);
  tear_down (&self);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return *(const int *)a - *(const int *)b;
}

static void
test_delay (void)
{
  Fixture self;
  Probe probe;
  int delays_us[101];

  set_up (&self, "rate 1G delay 40ms\n");
  for (guint i = 0; i < G_N_ELEMENTS (delays_us); i++) {
    send_probe (&self, i);
    g_assert_true (receive_probe (&self, &probe));
    delays_us[i] = (int)(g_get_monotonic_time () - probe.sent_us);
  }
  qsort (delays_us, G_N_ELEMENTS (delays_us), sizeof (int), compare);
  g_test_message ("median %d us", delays_us[50]);
  g_assert_cmpint (delays_us[0], >=, 40000);
  g_assert_cmpint (delays_us[50], <=, 41000);
  tear_down (&self);
}

/* Receives until nothing came for 10 ms. Returns how many. */
static int
drain (Fixture *self)
{
  struct pollfd fd = {.fd = self->client, .events = POLLIN};
  Probe probe;
  int received = 0;

  while (poll (&fd, 1, 10) > 0)
    received += receive_probe (self, &probe);
  return received;
}

static void
test_loss (void)
{
  const int n = 5000;
  Fixture self;
  Probe probe;
  int received = 0;

  set_up (&self, "rate 1G loss 5% queue 1s\n");
  for (int i = 0; i < n; i++) {
    send_probe (&self, i);
    /* A TUN device queues no more than 500 packets. */
    if (i % 50 == 49)
      received += drain (&self);
  }
  while (receive_probe (&self, &probe))
    received++;
  g_test_message ("%d of %d lost", n - received, n);
  g_assert_cmpfloat (fabs (n - received - n * 0.05), <,
                     4 * sqrt (n * 0.05 * 0.95));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (geteuid () != 0 || access ("/dev/net/tun", R_OK | W_OK) != 0) {
    g_print ("1..0 # SKIP needs root and /dev/net/tun\n");
    return 0;
  }
  g_test_add_func ("/netsim/rate", test_rate);
  g_test_add_func ("/netsim/delay", test_delay);
  g_test_add_func ("/netsim/loss", test_loss);
  return g_test_run ();
}
