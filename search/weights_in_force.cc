// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/weights_in_force.h"

namespace search {
namespace {

constexpr std::chrono::milliseconds kPause{500};

}  // namespace

std::shared_ptr<const Weights> WeightsInForce::get() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now >= look_again_) {
    look_again_ = now + kPause;
    look();
  }
  return now_;
}

void WeightsInForce::look() {
  auto read = directory_.in_force();
  if (!read) {
    const std::string text = corpus::to_text(read.error());
    if (text != said_) failed_(read.error());
    said_ = text;
    return;
  }
  said_.clear();
  if (read->version == now_->version && read->of == now_->of) return;
  now_ = std::make_shared<const Weights>(std::move(*read));
  changed_(*now_);
}

}  // namespace search
