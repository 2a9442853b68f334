// SPDX-License-Identifier: GPL-3.0-or-later
// Import batches, jobs and counters.
#include "store_world.h"

namespace store_world::store_tables_test {

STORE_TEST("an import batch is begun, finished and listed newest first") {
  auto store = open_store(dir);
  CHECK(must(store->begin_batch("成果.xlsx", "{\"kind\":\"achievement\"}")) == 1);
  Batch batch;
  batch.id = must(store->begin_batch("b.csv", "{}"));
  batch.added = 3, batch.changed = 2, batch.unchanged = 1, batch.rejected = 4;
  must(store->finish_batch(batch));
  const auto batches = must(store->batches(10));
  REQUIRE(batches.size() == 2);
  CHECK(batches[0].source == "b.csv");
  CHECK(batches[0].added == 3);
  CHECK(batches[0].changed == 2);
  CHECK(batches[0].unchanged == 1);
  CHECK(batches[0].rejected == 4);
  CHECK(batches[0].finished_at.size() == 20);
  CHECK(batches[1].source == "成果.xlsx");
  CHECK(batches[1].options == "{\"kind\":\"achievement\"}");
  CHECK(batches[1].finished_at.empty());
  CHECK(must(store->batches(1)).size() == 1);
  batch.id = 77;
  CHECK(to_text(error_of(store->finish_batch(batch))) == "77: there is no import batch with this number");
}

STORE_TEST("a job reports and is finished when done or failed") {
  auto store = open_store(dir);
  auto job = must(store->start_job("build"));
  CHECK(job.id == "J-000001");
  CHECK(job.state == "running");
  job.phase = "analyse", job.done = 10, job.total = 100;
  must(store->update_job(job));
  CHECK(must(store->jobs(10)).front().finished_at.empty());
  job.state = "failed", job.message = "磁盘已满";
  must(store->update_job(job));
  must(store->start_job("import"));
  const auto jobs = must(store->jobs(10));
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].id == "J-000002");
  CHECK(jobs[1].kind == "build");
  CHECK(jobs[1].phase == "analyse");
  CHECK(jobs[1].done == 10);
  CHECK(jobs[1].total == 100);
  CHECK(jobs[1].message == "磁盘已满");
  CHECK(jobs[1].finished_at.size() == 20);
  job.id = "J-000009";
  CHECK(to_text(error_of(store->update_job(job))) == "J-000009: there is no job with this id");
}

STORE_TEST("named counters start at 1 and go on after a restart, and the store's own cannot be taken") {
  {
    auto store = open_store(dir);
    CHECK(must(store->next_number("receipt")) == 1);
    CHECK(must(store->next_number("receipt")) == 2);
    CHECK(must(store->next_number("achievement-20260305")) == 1);
    CHECK(error_of(store->next_number("store.seq")).code == ErrorCode::invalid_argument);
    CHECK(error_of(store->next_number("")).code == ErrorCode::invalid_argument);
  }
  CHECK(must(open_store(dir)->next_number("receipt")) == 3);
}

}  // namespace store_world::store_tables_test
