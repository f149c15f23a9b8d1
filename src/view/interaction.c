/* SPDX-License-Identifier: BSD-3-Clause
 *
 * VcInteraction: what each viewer holds, as a set with edges.
 */

#include "interaction.h"

#define BUTTON_MAX 3

/* A button or a key, never both, and what else was held when it went down. */
typedef struct {
  guint button;
  VcModifiers modifiers;
  char key[VC_EVENT_KEY_MAX];
} Hold;

typedef struct {
  guint viewer;
  double x;
  double y;
  VcButtons buttons;
  GArray *holds;
} Viewer;

struct _VcInteraction {
  GPtrArray *viewers;
};

static void
free_viewer (gpointer data)
{
  Viewer *viewer = data;

  g_array_unref (viewer->holds);
  g_free (viewer);
}

static void
forget_idle_viewer (VcInteraction *self)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    const Viewer *viewer = g_ptr_array_index (self->viewers, i);

    if (viewer->holds->len == 0) {
      g_ptr_array_remove_index (self->viewers, i);
      return;
    }
  }
}

static Viewer *
ensure_viewer (VcInteraction *self, guint id)
{
  Viewer *viewer;

  for (guint i = 0; i < self->viewers->len; i++) {
    viewer = g_ptr_array_index (self->viewers, i);
    if (viewer->viewer == id)
      return viewer;
  }
  if (self->viewers->len >= VC_INTERACTION_VIEWERS_MAX)
    forget_idle_viewer (self);
  viewer = g_new0 (Viewer, 1);
  viewer->viewer = id;
  viewer->holds = g_array_new (FALSE, FALSE, sizeof (Hold));
  g_ptr_array_add (self->viewers, viewer);
  return viewer;
}

static void
emit (const Viewer *viewer, const VcEvent *event, GArray *out)
{
  VcEvent copy = *event;

  copy.buttons = viewer->buttons;
  g_array_append_val (out, copy);
}

static void
add_hold (Viewer *viewer, guint button, const VcEvent *event)
{
  Hold hold = {.button = button, .modifiers = event->modifiers};

  if (!button)
    g_strlcpy (hold.key, event->key, sizeof hold.key);
  g_array_append_val (viewer->holds, hold);
  if (button)
    viewer->buttons |= 1u << (button - 1);
}

static Hold
remove_hold (Viewer *viewer, guint index)
{
  Hold hold = g_array_index (viewer->holds, Hold, index);

  g_array_remove_index (viewer->holds, index);
  if (hold.button)
    viewer->buttons &= ~(1u << (hold.button - 1));
  return hold;
}

/* The release of hold @index; all else is taken from @cause. */
static void
release (Viewer *viewer, guint index, const VcEvent *cause, GArray *out)
{
  Hold hold = remove_hold (viewer, index);
  VcEvent event = *cause;

  event.type = hold.button ? VC_EVENT_BUTTON_RELEASE : VC_EVENT_KEY_RELEASE;
  event.button = hold.button;
  event.click_count = 1;
  g_strlcpy (event.key, hold.key, sizeof event.key);
  event.x = viewer->x;
  event.y = viewer->y;
  emit (viewer, &event, out);
}

static int
find_button (const Viewer *viewer, guint button)
{
  for (guint i = 0; i < viewer->holds->len; i++)
    if (g_array_index (viewer->holds, Hold, i).button == button)
      return i;
  return -1;
}

/* "A" goes down, Shift goes up, then "a" goes up: that is the same key. */
static int
find_key (const Viewer *viewer, const char *key)
{
  for (guint i = 0; i < viewer->holds->len; i++) {
    const Hold *hold = &g_array_index (viewer->holds, Hold, i);

    if (!hold->button && g_ascii_strcasecmp (hold->key, key) == 0)
      return i;
  }
  return -1;
}

static void
release_oldest_key (Viewer *viewer, const VcEvent *cause, GArray *out)
{
  for (guint i = 0; i < viewer->holds->len; i++) {
    if (!g_array_index (viewer->holds, Hold, i).button) {
      release (viewer, i, cause, out);
      return;
    }
  }
}

static void
press_button (Viewer *viewer, const VcEvent *event, GArray *out)
{
  int held;

  if (event->button < 1 || event->button > BUTTON_MAX)
    return;
  held = find_button (viewer, event->button);
  if (held >= 0)
    release (viewer, held, event, out);
  add_hold (viewer, event->button, event);
  emit (viewer, event, out);
}

static void
release_button (Viewer *viewer, const VcEvent *event, GArray *out)
{
  int held = event->button ? find_button (viewer, event->button) : -1;

  if (held >= 0)
    release (viewer, held, event, out);
}

static void
press_key (Viewer *viewer, const VcEvent *event, GArray *out)
{
  VcEvent key = *event;

  if (event->key[0] == '\0')
    return;
  if (find_key (viewer, event->key) < 0) {
    if (viewer->holds->len >= VC_INTERACTION_HOLDS_MAX)
      release_oldest_key (viewer, event, out);
    add_hold (viewer, 0, event);
  }
  key.x = viewer->x;
  key.y = viewer->y;
  emit (viewer, &key, out);
}

static void
release_key (Viewer *viewer, const VcEvent *event, GArray *out)
{
  int held = find_key (viewer, event->key);

  if (held >= 0)
    release (viewer, held, event, out);
}

static void
cancel (Viewer *viewer, const VcEvent *event, GArray *out)
{
  while (viewer->holds->len > 0)
    release (viewer, viewer->holds->len - 1, event, out);
}

static gboolean
has_position (const VcEvent *event)
{
  return event->type != VC_EVENT_KEY_PRESS &&
         event->type != VC_EVENT_KEY_RELEASE && event->type != VC_EVENT_CANCEL;
}

static void
append_held (const Viewer *viewer, GArray *out)
{
  VcButtons buttons = 0;

  for (guint i = 0; i < viewer->holds->len; i++) {
    const Hold *hold = &g_array_index (viewer->holds, Hold, i);
    VcEvent event = {
      .type = hold->button ? VC_EVENT_BUTTON_PRESS : VC_EVENT_KEY_PRESS,
      .viewer = viewer->viewer,
      .x = viewer->x,
      .y = viewer->y,
      .button = hold->button,
      .click_count = hold->button ? 1 : 0,
      .modifiers = hold->modifiers,
    };

    if (hold->button)
      buttons |= 1u << (hold->button - 1);
    event.buttons = buttons;
    g_strlcpy (event.key, hold->key, sizeof event.key);
    g_array_append_val (out, event);
  }
}

VcInteraction *
vc_interaction_new (void)
{
  VcInteraction *self = g_new0 (VcInteraction, 1);

  self->viewers = g_ptr_array_new_with_free_func (free_viewer);
  return self;
}

void
vc_interaction_free (VcInteraction *self)
{
  g_ptr_array_unref (self->viewers);
  g_free (self);
}

void
vc_interaction_apply (VcInteraction *self, const VcEvent *event, GArray *out)
{
  Viewer *viewer = ensure_viewer (self, event->viewer);

  if (has_position (event)) {
    viewer->x = event->x;
    viewer->y = event->y;
  }
  switch (event->type) {
  case VC_EVENT_BUTTON_PRESS:
    press_button (viewer, event, out);
    return;
  case VC_EVENT_BUTTON_RELEASE:
    release_button (viewer, event, out);
    return;
  case VC_EVENT_KEY_PRESS:
    press_key (viewer, event, out);
    return;
  case VC_EVENT_KEY_RELEASE:
    release_key (viewer, event, out);
    return;
  case VC_EVENT_CANCEL:
    cancel (viewer, event, out);
    return;
  default:
    emit (viewer, event, out);
  }
}

gboolean
vc_interaction_is_active (const VcInteraction *self)
{
  for (guint i = 0; i < self->viewers->len; i++) {
    const Viewer *viewer = g_ptr_array_index (self->viewers, i);

    if (viewer->holds->len > 0)
      return TRUE;
  }
  return FALSE;
}

void
vc_interaction_append_held (const VcInteraction *self, GArray *out)
{
  for (guint i = 0; i < self->viewers->len; i++)
    append_held (g_ptr_array_index (self->viewers, i), out);
}
