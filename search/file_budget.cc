// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/file_budget.h"

#include <mutex>

namespace search {

struct FileBudget::State {
  std::mutex mutex;
  std::size_t most = 0, taken = 0, shares = 0;
};

void FileBudget::set(std::size_t files) {
  state_ = std::make_shared<State>();
  state_->most = files;
}

bool FileBudget::bounded() const { return state_ != nullptr; }

FileBudget::Share FileBudget::take(std::size_t files) {
  if (!state_) return std::make_shared<int>(0);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->shares > 0 && state_->taken + files > state_->most) return nullptr;
    state_->taken += files;
    ++state_->shares;
  }
  return Share(state_.get(), [state = state_, files](void*) {
    const std::lock_guard lock(state->mutex);
    state->taken -= files;
    --state->shares;
  });
}

}  // namespace search
