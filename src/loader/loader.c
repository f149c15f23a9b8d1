/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcLoader: reads one file or DICOM folder in a child process.
 */

#include "loader.h"

#include <unistd.h>

#include "format.h"
#include "run.h"

struct _VcLoader {
  GObject parent;
  char *path;
  guint64 memory_limit;
  VcRun *run;
};

enum { PROGRESS, VOLUME, SURFACE, TWIN, FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_QUARK (vc_loader_error, vc_loader_error)
G_DEFINE_FINAL_TYPE (VcLoader, vc_loader, G_TYPE_OBJECT)

static guint64
get_machine_memory (void)
{
  return (guint64)sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);
}

static void
on_event (const VcRunEvent *event, gpointer data)
{
  g_autoptr (VcLoader) self = g_object_ref (data);

  switch (event->type) {
  case VC_RUN_PROGRESS:
    g_signal_emit (self, signals[PROGRESS], 0, event->fraction);
    break;
  case VC_RUN_VOLUME:
    g_signal_emit (self, signals[VOLUME], 0, event->volume);
    break;
  case VC_RUN_SURFACE:
    g_signal_emit (self, signals[SURFACE], 0, event->surface);
    break;
  case VC_RUN_TWIN:
    g_signal_emit (self, signals[TWIN], 0, event->surface);
    break;
  case VC_RUN_FINISHED:
    g_signal_emit (self, signals[FINISHED], 0, event->error);
    break;
  }
}

static void
vc_loader_dispose (GObject *object)
{
  vc_loader_cancel (VC_LOADER (object));
  G_OBJECT_CLASS (vc_loader_parent_class)->dispose (object);
}

static void
vc_loader_finalize (GObject *object)
{
  g_free (VC_LOADER (object)->path);
  G_OBJECT_CLASS (vc_loader_parent_class)->finalize (object);
}

static void
vc_loader_init (VcLoader *self)
{
  self->memory_limit = get_machine_memory () / 4 * 3;
}

static void
vc_loader_class_init (VcLoaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType surface = VC_TYPE_SURFACE | G_SIGNAL_TYPE_STATIC_SCOPE;
  const GType volume = VC_TYPE_VOLUME | G_SIGNAL_TYPE_STATIC_SCOPE;

  object_class->dispose = vc_loader_dispose;
  object_class->finalize = vc_loader_finalize;

  signals[PROGRESS] =
    g_signal_new ("progress", VC_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[VOLUME] = g_signal_new ("volume", VC_TYPE_LOADER, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, volume);
  signals[SURFACE] =
    g_signal_new ("surface", VC_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, surface);
  signals[TWIN] = g_signal_new ("twin", VC_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, surface);
  signals[FINISHED] =
    g_signal_new ("finished", VC_TYPE_LOADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

gboolean
vc_loader_check (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  if (vc_format_probe (path, &local) != VC_FORMAT_UNKNOWN)
    return TRUE;
  g_propagate_error (error, vc_run_make_sentence (path, local));
  return FALSE;
}

VcLoader *
vc_loader_new (const char *path)
{
  VcLoader *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (VC_TYPE_LOADER, NULL);
  self->path = g_strdup (path);
  return self;
}

void
vc_loader_set_memory_limit (VcLoader *self, guint64 bytes)
{
  g_return_if_fail (VC_IS_LOADER (self));

  self->memory_limit = bytes;
}

gboolean
vc_loader_start (VcLoader *self, GError **error)
{
  g_return_val_if_fail (VC_IS_LOADER (self), FALSE);
  g_return_val_if_fail (self->run == NULL, FALSE);

  self->run =
    vc_run_new (self->path, self->memory_limit, on_event, self, error);
  return self->run != NULL;
}

void
vc_loader_cancel (VcLoader *self)
{
  g_return_if_fail (VC_IS_LOADER (self));

  g_clear_pointer (&self->run, vc_run_cancel);
}
