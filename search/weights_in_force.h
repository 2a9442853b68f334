// SPDX-License-Identifier: GPL-3.0-or-later
// The weights in force of a data directory for a process that runs on: it takes up what `queqiao weights use` changes, without a restart.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "search/weights.h"

namespace search {

class WeightsInForce {
 public:
  // `now` is what is in force at this moment. `changed` hears each version taken up; `failed`, once for each cause, why one could not be: the
  // weights stay as they were. Both are called from within get(), one at a time.
  WeightsInForce(const std::filesystem::path& data, Weights now, std::function<void(const Weights&)> changed, std::function<void(const corpus::Error&)> failed)
      : directory_(data), now_(std::make_shared<const Weights>(std::move(now))), changed_(std::move(changed)), failed_(std::move(failed)) {}

  // Never null. Thread-safe. At most every half second one caller reads the two small files.
  std::shared_ptr<const Weights> get();

 private:
  void look();

  WeightsDirectory directory_;
  std::mutex mutex_;
  std::shared_ptr<const Weights> now_;
  std::chrono::steady_clock::time_point look_again_{};
  std::string said_;  // of the last failure
  std::function<void(const Weights&)> changed_;
  std::function<void(const corpus::Error&)> failed_;
};

}  // namespace search
