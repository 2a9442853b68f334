// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/last_words.h"

#include <unistd.h>

#include <atomic>
#include <exception>
#include <iostream>

#include "cli/exit.h"
#include "cli/job_row.h"
#include "corpus/disk_space.h"
#include "indexer/xapian_error.h"

namespace cli {
namespace {

constexpr unsigned kMostSeconds = 10;

std::terminate_handler handler_of_before = nullptr;

corpus::Error error_that_ends() {
  if (!std::current_exception()) return {corpus::ErrorCode::internal, "", "the program ended itself", ""};
  try {
    throw;
  } catch (const Stop& stopped) {
    return stopped.error;
  } catch (const Xapian::Error& error) {
    return indexer::to_error(error, JobRow::directory_at_work());
  } catch (const std::exception& error) {
    return {corpus::ErrorCode::internal, "", error.what(), "this is a fault of the program: please report it"};
  } catch (...) {
    return {corpus::ErrorCode::internal, "", "an exception of an unknown kind", "this is a fault of the program: please report it"};
  }
}

// The other threads run on, so a lock on the store that one of them holds is given back; where this thread holds it itself the alarm ends the process.
[[noreturn]] void say_last_words() {
  static std::atomic_flag begun;
  if (begun.test_and_set()) ::pause();  // another thread is at it
  ::alarm(kMostSeconds);
  const corpus::Error error = error_that_ends();
  JobRow::fail_at_work(error);
  std::cerr << "error: " << corpus::to_text(error) << std::endl;
  if (corpus::is_disk_full(error)) ::_exit(static_cast<int>(Exit::failed));
  if (handler_of_before != nullptr) handler_of_before();
  std::abort();
}

}  // namespace

void have_last_words() { handler_of_before = std::set_terminate(say_last_words); }

}  // namespace cli
