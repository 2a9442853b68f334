// SPDX-License-Identifier: GPL-3.0-or-later
// A tiny world to ask: a store, an index built from it and a server on a free port, all real, with records that never were.
#pragma once

#include <httplib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "corpus/intake.h"
#include "corpus/store.h"
#include "corpus/tokens.h"
#include "corpus/vocabulary.h"
#include "indexer/build.h"
#include "search/reader_pool.h"
#include "search/matcher.h"
#include "search/searcher.h"
#include "tests/web/contract.h"
#include "web/server.h"

namespace web_tests {

// A directory that goes when the object goes.
struct TemporaryDirectory {
  std::filesystem::path path;
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "queqiao-web-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path); }
};

template <class T>
T must(corpus::Result<T> result) {
  if (!result) FAIL(corpus::to_text(result.error()));
  return std::move(*result);
}
inline void must(corpus::Result<void> result) {
  if (!result) FAIL(corpus::to_text(result.error()));
}

// Fails the test where the contract does not list this status for what was asked. From any thread: Catch, which is not made for several,
// hears of it only where something is wrong.
inline void hold_status(const std::string& method, const std::string& target, int status) {
  if (const std::string fault = contract().unlisted(method, target, status); !fault.empty()) FAIL_CHECK(fault);
}

// A server in a thread of its own, from bind() to the end of the object.
class Running {
 public:
  Running(const web::App& app, web::ServerOptions options) {
    options.port = 0;
    if (!options.access_sink) options.access_log = false;
    server = std::make_unique<web::Server>(app, options);
    port = must(server->bind());
    thread_ = std::thread([this] { ended_ = server->run().has_value(); });
  }
  ~Running() { stop(); }

  // True where run() came back without an error.
  bool stop() {
    server->stop();
    if (thread_.joinable()) thread_.join();
    return ended_;
  }

  // Holds the status of every answer against the contract.
  httplib::Client client() const {
    httplib::Client out("127.0.0.1", port);
    out.set_read_timeout(20);
    out.set_logger([](const httplib::Request& request, const httplib::Response& response) {
      hold_status(request.method, request.path, response.status);
    });
    return out;
  }

  std::unique_ptr<web::Server> server;
  int port = 0;

 private:
  bool ended_ = false;
  std::thread thread_;
};

// Twenty records: eight achievements (one 登录, one 受限), five needs (one 登录), four experts, three enterprises.
inline constexpr const char* kRecords = R"json([
 {"kind":"achievement","id":"A-1","title":"棉田水肥一体化智能决策系统",
  "summary":"以根区水势和叶片氮素为输入，自动下发轮灌组开阀时长，亩均节水18%。","keywords":["水肥一体化","节水灌溉","棉花"],
  "tech_field":["agriculture"],"industry":["A01"],"stage":"mid","trl":6,"region":"420000","owner_org":"楚江农业大学",
  "registration_date":"2024-03-01","cooperation_modes":["license"],"price_mode":"negotiable","visibility":"public",
  "contact":{"name":"甘霖","phone":"027-55550101"},"updated_at":"2024-05-01"},
 {"kind":"achievement","id":"A-2","title":"果园节水灌溉阀门","summary":"太阳能供电的无线阀门，适合山地果园水肥一体化改造。",
  "keywords":["节水灌溉","无线阀门"],"tech_field":["agriculture","electronics"],"industry":["A01"],"stage":"mature","region":"421200",
  "owner_org":"青竹机电研究所","registration_date":"2022-06-01","cooperation_modes":["assignment"],"visibility":"public",
  "updated_at":"2023-01-01"},
 {"kind":"achievement","id":"A-3","title":"高比能固态电池电解质","summary":"硫化物固态电解质薄膜，室温离子电导率 5 mS/cm。",
  "keywords":["固态电池","电解质"],"tech_field":["materials","energy"],"industry":["C38"],"stage":"early","trl":3,"region":"430000",
  "owner_org":"云梦材料研究院","registration_date":"2023-09-01","cooperation_modes":["joint_dev"],"visibility":"public",
  "updated_at":"2023-10-01"},
 {"kind":"achievement","id":"A-4","title":"污水厂曝气节能控制","summary":"前馈加模型预测的曝气控制，吨水电耗降低 15%。",
  "keywords":["污水处理","曝气","节能"],"tech_field":["environment"],"industry":["D46"],"stage":"mature","trl":9,"region":"440000",
  "owner_org":"南溪环境科技有限公司","registration_date":"2021-09-01","cooperation_modes":["service"],"visibility":"public",
  "updated_at":"2022-01-01"},
 {"kind":"achievement","id":"A-5","title":"水下焊接机器人","summary":"面向桥墩修复的水下焊接机器人，作业水深 60 米。",
  "keywords":["水下焊接","机器人"],"tech_field":["optomechatronics"],"industry":["C34"],"stage":"mid","region":"420100",
  "owner_org":"楚江理工大学","registration_date":"2024-09-01","visibility":"public","updated_at":"2024-10-01"},
 {"kind":"achievement","id":"A-6","title":"中药材 DNA 条形码快检盒","summary":"四十分钟鉴别二十种常见中药材。",
  "keywords":["中药材","快速检测"],"tech_field":["biopharma"],"industry":["C27"],"stage":"mid","region":"520000",
  "owner_org":"黔山药物研究所","registration_date":"2023-05-01","visibility":"public","updated_at":"2023-06-01"},
 {"kind":"achievement","id":"A-L","title":"温室水肥一体化隐栖算法","summary":"仅供登录用户查看的节水灌溉算法，内部代号麒麟草。",
  "keywords":["水肥一体化","麒麟草"],"tech_field":["agriculture"],"industry":["A01"],"stage":"mid","region":"420000",
  "owner_org":"隐栖农业研究中心","registration_date":"2024-01-01","visibility":"login","updated_at":"2024-02-01"},
 {"kind":"achievement","id":"A-R","title":"受限的节水灌溉传感器","summary":"受限公开，内部代号麒麟草。","teaser":"一种土壤传感器",
  "keywords":["节水灌溉","麒麟草"],"tech_field":["agriculture"],"industry":["A01"],"stage":"mid","region":"420000",
  "owner_org":"隐栖农业研究中心","registration_date":"2024-01-01","visibility":"restricted","updated_at":"2024-02-01"},
 {"kind":"need","id":"N-1","title":"葡萄园节水灌溉改造","problem":"现有滴灌凭经验开阀，水肥浪费严重。","key_tech":"水肥一体化自动控制",
  "goal":"亩均节水 15% 以上","keywords":["节水灌溉","水肥一体化"],"tech_field":["agriculture"],"industry":["A01"],"region":"420000",
  "budget":80,"start":"2024-01-01","deadline":"2027-12-31","enterprise_name":"江汉葡萄合作社","visibility":"public",
  "contact":{"name":"柳笛","phone":"0716-5550102"},"updated_at":"2024-06-01"},
 {"kind":"need","id":"N-2","title":"动力电池低温放电","problem":"冬季续航下降四成。","key_tech":"固态电池电解质",
  "goal":"零下二十度容量保持 80%","keywords":["固态电池"],"tech_field":["energy"],"industry":["C38"],"region":"430000",
  "start":"2024-02-01","enterprise_name":"云梦动力有限公司","visibility":"public","updated_at":"2024-06-02"},
 {"kind":"need","id":"N-3","title":"污水提标节能","problem":"曝气电耗高。","key_tech":"曝气控制","goal":"电耗降低一成",
  "keywords":["污水处理"],"tech_field":["environment"],"industry":["D46"],"region":"440000","start":"2024-03-01",
  "enterprise_name":"南溪水务有限公司","visibility":"public","updated_at":"2024-06-03"},
 {"kind":"need","id":"N-4","title":"桥墩水下修复装备","problem":"人工潜水作业风险大。","key_tech":"水下焊接","goal":"水深五十米",
  "keywords":["水下焊接"],"tech_field":["optomechatronics"],"industry":["E48"],"region":"420100","start":"2024-04-01",
  "enterprise_name":"长桥建设有限公司","visibility":"public","updated_at":"2024-06-04"},
 {"kind":"need","id":"N-L","title":"隐栖温室节水灌溉需求","problem":"仅登录用户可见，代号麒麟草。","key_tech":"水肥一体化",
  "goal":"节水","keywords":["节水灌溉","麒麟草"],"tech_field":["agriculture"],"industry":["A01"],"region":"420000","start":"2024-05-01",
  "enterprise_name":"隐栖农业有限公司","visibility":"login","updated_at":"2024-06-05"},
 {"kind":"expert","id":"E-1","name":"甘霖","org_name":"楚江农业大学","title":"教授","research":"节水灌溉与水肥一体化",
  "keywords":["节水灌溉","水肥一体化"],"tech_field":["agriculture"],"industry":["A01"],"region":"420000","visibility":"public",
  "contact":{"email":"ganlin@example.org"},"updated_at":"2024-01-01"},
 {"kind":"expert","id":"E-2","name":"石墨远","org_name":"云梦材料研究院","title":"研究员","research":"固态电池电解质",
  "keywords":["固态电池"],"tech_field":["materials"],"region":"430000","visibility":"public","updated_at":"2024-01-02"},
 {"kind":"expert","id":"E-3","name":"白鹭","org_name":"南溪环境学院","title":"高级工程师","research":"污水处理过程控制",
  "keywords":["污水处理","曝气"],"tech_field":["environment"],"region":"440000","visibility":"public","updated_at":"2024-01-03"},
 {"kind":"expert","id":"E-L","name":"隐栖客","org_name":"隐栖农业研究中心","title":"研究员","research":"麒麟草与节水灌溉",
  "keywords":["节水灌溉"],"tech_field":["agriculture"],"region":"420000","visibility":"login","updated_at":"2024-01-04"},
 {"kind":"enterprise","id":"C-1","name":"江汉葡萄合作社","industry":["A01"],"region":"420000",
  "profile":"种植葡萄三千亩，关注节水灌溉。","main_products":["鲜食葡萄"],"legal_rep":"柳笛","visibility":"public",
  "updated_at":"2024-01-01"},
 {"kind":"enterprise","id":"C-2","name":"云梦动力有限公司","industry":["C38"],"region":"430000","profile":"动力电池制造。",
  "main_products":["电池包"],"legal_rep":"石头","visibility":"public","updated_at":"2024-01-02"},
 {"kind":"enterprise","id":"C-3","name":"南溪水务有限公司","industry":["D46"],"region":"440000","profile":"城镇污水处理。",
  "main_products":["再生水"],"legal_rep":"白石","integrity":"watch","visibility":"public","updated_at":"2024-01-03"}
])json";

struct World {
  TemporaryDirectory directory;
  corpus::Vocabularies vocabularies = must(corpus::Vocabularies::load(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/vocab"));
  std::unique_ptr<corpus::Store> store = must(corpus::Store::open({.directory = directory.path}));
  corpus::Intake intake{*store, vocabularies};
  std::string reader_token, writer_token, broker_token, admin_token;
  search::ReaderPool readers{directory.path};
  search::Searcher searcher{readers, vocabularies};
  search::Matcher matcher{readers, vocabularies};
  corpus::PanelRules panel_rules = must(corpus::read_panel_rules(std::string(QUEQIAO_SOURCE_DIR) + "/corpus/rules/conflicts.tsv"));
  web::App app{.store = *store, .vocabularies = vocabularies, .intake = intake, .readers = readers, .searcher = searcher, .matcher = matcher,
               .version = "0.1.0-test", .panel_rules = &panel_rules};

  World() {
    const auto file = directory.path / "records.jsonl";
    std::ofstream out(file);
    for (const auto& record : nlohmann::json::parse(kRecords)) out << record.dump() << '\n';
    out.close();
    const auto report = must(intake.import_file(file.string(), {}));
    for (const corpus::Diagnostic& d : report.diagnostics)
      if (d.severity == corpus::Severity::error) UNSCOPED_INFO(corpus::to_text(d));
    REQUIRE(report.added == 20);
    must(indexer::build_index(*store, vocabularies, directory.path));
    reader_token = must(corpus::create_token(*store, "reader 一", corpus::Scope::read)).token;
    writer_token = must(corpus::create_token(*store, "writer", corpus::Scope::write)).token;
    broker_token = must(corpus::create_token(*store, "broker", corpus::Scope::broker)).token;
    admin_token = must(corpus::create_token(*store, "admin", corpus::Scope::admin)).token;
  }

  // What was published since becomes searchable.
  void index_again() { must(indexer::build_index(*store, vocabularies, directory.path)); }
};

// The world most tests ask; those that change it use ids of their own.
inline World& world() {
  static World the_world;
  return the_world;
}
inline const Running& running() {
  static const Running the_server(world().app, {});
  return the_server;
}

inline httplib::Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

}  // namespace web_tests
