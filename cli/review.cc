// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/receipts.h"
#include "corpus/intake.h"
#include "corpus/record_json.h"

namespace cli {
namespace {

constexpr const char* kReviewListExamples = R"(  queqiao review list                                 # what was handed in and waits)";
constexpr const char* kReviewPublishExamples =
    R"(  queqiao review publish XQ-20260305-0001             # searchable within a second where `serve` runs
  queqiao review publish XQ-20260305-0001 QQ-20260305-000002)";
constexpr const char* kReviewRefuseExamples = R"(  queqiao review refuse XQ-20260305-0003 --reason 不是技术需求)";

struct ReviewArguments {
  std::vector<std::string> ids;
  std::string reason;
};

using Judge = std::function<corpus::Result<corpus::Seq>(corpus::Intake&, const std::string& id, const std::string& by)>;

// Every record gets its answer, whatever became of the one before.
Exit judge_all(const std::vector<std::string>& ids, const char* outcome, const Judge& judge, Session& session) {
  corpus::Store& store = session.store(Access::write);
  corpus::Intake intake(store, session.vocabularies());
  const std::string by = session.actor(Access::write);
  Output& output = session.output();
  nlohmann::ordered_json judged = nlohmann::ordered_json::array();
  Exit exit = Exit::done;
  for (const std::string& given : ids) {
    const std::string id = id_meant_by(store, given);
    const auto seq = judge(intake, id, by);
    if (!seq) {
      output.error(seq.error());
      exit = std::max(exit, seq.error().code == corpus::ErrorCode::not_found ? Exit::partly : Exit::failed);
    } else if (output.json()) {
      judged.push_back({{"id", id}, {"status", outcome}, {"seq", *seq}});
    } else {
      output.line(fmt::format("{}  {}  seq {}", id, outcome, *seq));
    }
  }
  if (output.json()) output.result({{"reviewed", judged}});
  return exit;
}

Exit list_waiting(Session& session) {
  corpus::Store& store = session.store(Access::read);
  Output& output = session.output();
  Table table({"id", "receipt", "kind", "handed in", "title"});
  nlohmann::ordered_json waiting = nlohmann::ordered_json::array();
  take(store.scan({.kind = std::nullopt, .status = "submitted", .after_id = ""}, [&](const corpus::StoredRecord& stored) {
    const std::string title = corpus::title_of(take(corpus::record_from_text(stored.body)));
    const std::string kind(corpus::to_string(stored.kind));
    const auto receipt = take(store.find_receipt(stored.id));
    table.row({stored.id, receipt ? receipt->number : "", kind, stored.changed_at, title});
    waiting.push_back({{"id", stored.id}, {"kind", kind}, {"changed_at", stored.changed_at}, {"title", title}});
    if (receipt) waiting.back()["receipt"] = receipt->number;
    return true;
  }));
  if (output.json())
    output.result({{"waiting", waiting}});
  else if (table.empty())
    output.note("nothing waits for review");
  else
    table.print(output);
  return Exit::done;
}

}  // namespace

void add_review(Tree& tree) {
  const Command review = tree.add_group("review", "Decide on what was handed in: publish or refuse");
  tree.on(tree.add(review, "list", "List the records that wait", kReviewListExamples), list_waiting);

  auto arguments = std::make_shared<ReviewArguments>();
  const Command publish = tree.add(review, "publish", "Publish records that wait", kReviewPublishExamples);
  publish.option("ID", arguments->ids, "Ids of the records, or receipt numbers").required().by_place();
  tree.on(publish, [arguments](Session& session) {
    return judge_all(
        arguments->ids, "published", [](auto& intake, const auto& id, const auto& by) { return intake.publish(id, by); }, session);
  });

  const Command refuse = tree.add(review, "refuse", "Refuse records that wait", kReviewRefuseExamples);
  refuse.option("ID", arguments->ids, "Ids of the records, or receipt numbers").required().by_place();
  refuse.option("--reason", arguments->reason, "Why; goes to the history").required().value_name("TEXT");
  tree.on(refuse, [arguments](Session& session) {
    const auto judge = [&](auto& intake, const auto& id, const auto& by) { return intake.refuse(id, arguments->reason, by); };
    return judge_all(arguments->ids, "refused", judge, session);
  });
}

}  // namespace cli
