/* SPDX-License-Identifier: BSD-3-Clause
 *
 * GccSim: an application, rtpgcc's arithmetic, an emulated link and a receiver
 * that sends feedback, in virtual time.
 */

#pragma once

#include "estimator.h"
#include "link.h"
#include "pacer.h"

G_BEGIN_DECLS

/**
 * GccSimApp:
 * @fps: frames per second; 0 = rests
 * @share: of the estimate, less headers, that the encoder aims at
 * @most: bits per second that the content needs at most; 0 = no bound
 * @key_every: each so many frames one is a key frame; 0 = none
 * @key_slots: size of a key frame in slots
 * @repeats: a frame's last packet is sent again where a probe lacks packets
 */
typedef struct {
  double fps;
  double share;
  double most;
  guint key_every;
  double key_slots;
  gboolean repeats;
} GccSimApp;

/**
 * GccSimPath:
 * @drift_ppm: of the receiver's clock
 * @feedback_us: between feedback messages
 * @feedback_loss: share of them lost
 * @feedback_swap: share of them that come after the next one
 * @reorder: share of packets that come 8 ms late
 * @look_us: the receiver looks for packets that often; 0 = always
 * @cross: bits per second that others send over the same link
 */
typedef struct {
  double drift_ppm;
  gint64 feedback_us;
  double feedback_loss;
  double feedback_swap;
  double reorder;
  gint64 look_us;
  double cross;
} GccSimPath;

/**
 * GccSimResult: since the last gcc_sim_measure()
 * @queue_p95_us: what packets waited in the link
 */
typedef struct {
  double estimate_mean;
  double estimate_least;
  double estimate_most;
  double delivered;
  gint64 queue_p95_us;
  gint64 queue_most_us;
  guint packets;
  guint lost;
  guint frames;
  guint gated;
} GccSimResult;

typedef struct _GccSim GccSim;

GccSim *gcc_sim_new (guint32 seed, const GccBounds *bounds);
void gcc_sim_free (GccSim *self);

LinkSettings *gcc_sim_link (GccSim *self); /* applied by the next run */
GccSimApp *gcc_sim_app (GccSim *self);
GccSimPath *gcc_sim_path (GccSim *self);
const GccEstimator *gcc_sim_estimator (const GccSim *self);

gint64 gcc_sim_now (const GccSim *self);
void gcc_sim_run (GccSim *self, double seconds);

/* Runs until the estimate is at most (at least) @rate; returns the seconds that
 * took, or @limit if it does not come to that. */
double gcc_sim_run_until_below (GccSim *self, double rate, double limit);
double gcc_sim_run_until_above (GccSim *self, double rate, double limit);

GccSimResult gcc_sim_measure (GccSim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GccSim, gcc_sim_free)

G_END_DECLS
