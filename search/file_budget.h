// SPDX-License-Identifier: GPL-3.0-or-later
// How many files the readers of a pool may have open together. Xapian takes a table that it may not open, for want of a descriptor, for damaged or, where
// the table may be missing, for empty: so a reader is opened only where there is room for all of its files. Safe for several threads.
#pragma once

#include <cstddef>
#include <memory>

namespace search {

class FileBudget {
 public:
  // Held by a reader while it is open.
  using Share = std::shared_ptr<void>;

  // Until this is called there is no bound.
  void set(std::size_t files);
  bool bounded() const;
  // Null where too little is left. Who asks while nobody holds a share gets one, however much it is: one reader is never too many.
  Share take(std::size_t files);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace search
