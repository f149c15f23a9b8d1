/* SPDX-License-Identifier: BSD-3-Clause
 *
 * Exchange: what the two threads of an adapter share.
 *
 *      render thread                     thread of the program
 *     ─────────────── jobs, wanted  ───▶ ─────────────────────
 *                     ◀─── fresh: one picture; picks
 *
 * Neither waits for the other. A part of vtkcast-adapter.cpp, which is the one
 * file that a program compiles.
 */

#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "adapter-interactor.h"
#include "adapter-picture.h"

#define NOTHING_WANTED (-1)
/* Events of people that wait for a program that is busy. */
#define EVENTS_MAX 4096

namespace
{

struct Order {
  Job job;
  bool is_move;
  guint viewer;
  guint buttons;
};

class Exchange
{
public:
  typedef std::unique_ptr<Picture> PicturePtr;

  /* Any thread. These three return whether the program is to be woken for it.
   */

  bool
  Push (Job job)
  {
    std::lock_guard<std::mutex> locker (Lock);

    if (IsStopped)
      return false;
    Jobs.push_back ({std::move (job), false, 0, 0});
    return Schedule ();
  }

  /* A newer move replaces an older one. When too many wait, what begins is left
   * out before what ends. */
  bool
  PushEvent (const VcEvent *event, Job job)
  {
    std::lock_guard<std::mutex> locker (Lock);
    Order order = {std::move (job), event->type == VC_EVENT_POINTER_MOVE,
                   event->viewer, event->buttons};

    if (IsStopped)
      return false;
    if (order.is_move && !Jobs.empty () && Jobs.back ().is_move &&
        Jobs.back ().viewer == order.viewer &&
        Jobs.back ().buttons == order.buttons)
      Jobs.back () = std::move (order);
    else if (Jobs.size () < (IsEnd (event) ? 2 : 1) * EVENTS_MAX)
      Jobs.push_back (std::move (order));
    return Schedule ();
  }

  /* Sets @error if the program does not answer any more. */
  bool
  IsFull (GError **error)
  {
    std::lock_guard<std::mutex> locker (Lock);

    if (Jobs.size () < EVENTS_MAX)
      return false;
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                         "The program does not answer");
    return true;
  }

  bool
  Want (VcTier tier)
  {
    std::lock_guard<std::mutex> locker (Lock);

    Wanted = MAX (Wanted, (int)tier);
    return !IsStopped && Schedule ();
  }

  /* Nothing is done any more. */
  void
  Stop ()
  {
    std::lock_guard<std::mutex> locker (Lock);

    IsStopped = true;
    Jobs.clear ();
  }

  /* The thread of the program. */

  /* Returns the tier of the picture that is wanted, or NOTHING_WANTED. */
  int
  Take (std::deque<Order> *jobs)
  {
    std::lock_guard<std::mutex> locker (Lock);
    int wanted = IsStopped ? NOTHING_WANTED : Wanted;

    IsScheduled = false;
    Wanted = NOTHING_WANTED;
    jobs->swap (Jobs);
    return wanted;
  }

  PicturePtr
  TakeSpare ()
  {
    std::lock_guard<std::mutex> locker (Lock);

    return Spare ? std::move (Spare) : PicturePtr (new Picture);
  }

  void
  Publish (PicturePtr picture)
  {
    std::lock_guard<std::mutex> locker (Lock);

    LastTier = picture->tier;
    IsStale = IsSame = false;
    Spare = std::move (Fresh);
    Fresh = std::move (picture);
  }

  /* If the last picture is as good as @tier, it is the answer to all that came
   * since, too. */
  bool
  Confirm (VcTier tier, const Stamp &stamp)
  {
    std::lock_guard<std::mutex> locker (Lock);

    if (LastTier < tier)
      return false;
    IsSame = true;
    SameTier = LastTier;
    SameStamp = stamp;
    return true;
  }

  /* Returns whether there is room for a picture that nobody has asked for. If
   * not, that is remembered. */
  bool
  HasRoom ()
  {
    std::lock_guard<std::mutex> locker (Lock);

    IsStale = Fresh != nullptr;
    return !IsStale;
  }

  void
  AddPick (const VcAdapterPick &pick)
  {
    std::lock_guard<std::mutex> locker (Lock);

    if (!IsStopped)
      Picks.push_back (pick);
  }

  /* The render thread. */

  void
  TakePicks (std::deque<VcAdapterPick> *picks)
  {
    std::lock_guard<std::mutex> locker (Lock);

    picks->swap (Picks);
  }

  /* Returns FALSE if there is nothing new. @is_stale: (out): the program has
   * rendered again since. */
  bool
  Fetch (PicturePtr *shown, bool *is_stale)
  {
    std::lock_guard<std::mutex> locker (Lock);

    *is_stale = IsStale;
    if (Fresh) {
      Spare = std::move (*shown);
      *shown = std::move (Fresh);
    } else if (IsSame && *shown) {
      (*shown)->tier = SameTier;
      (*shown)->stamp = SameStamp;
    } else {
      return false;
    }
    IsSame = IsStale = false;
    return true;
  }

private:
  static bool
  IsEnd (const VcEvent *event)
  {
    return event->type == VC_EVENT_BUTTON_RELEASE ||
           event->type == VC_EVENT_KEY_RELEASE ||
           event->type == VC_EVENT_TOUCH_UP ||
           event->type == VC_EVENT_GESTURE_END;
  }

  bool
  Schedule ()
  {
    bool was_scheduled = IsScheduled;

    IsScheduled = true;
    return !was_scheduled;
  }

  std::mutex Lock;
  std::deque<Order> Jobs;
  bool IsScheduled = false;
  bool IsStopped = false;
  int Wanted = NOTHING_WANTED;
  std::deque<VcAdapterPick> Picks;
  PicturePtr Fresh;
  PicturePtr Spare;
  int LastTier = NOTHING_WANTED;
  bool IsStale = false;
  bool IsSame = false;
  int SameTier = VC_TIER_INTERACTIVE;
  Stamp SameStamp;
};

} // namespace
