// SPDX-License-Identifier: GPL-3.0-or-later
// openapi.yaml as something to hold answers against: operations, and a validator for each schema.
//
// OpenAPI 3.0's schemas are JSON Schema with two turns of their own. `nullable` becomes anyOf with null. An allOf of objects becomes one
// object, so that every object can be closed: an answer with a field the contract does not name is a failure too, unless the contract
// says otherwise.
#pragma once

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

namespace web_tests {

using nlohmann::json;

// Plain scalars by YAML 1.2's core rules, quoted ones as text.
inline json from_yaml(const YAML::Node& node) {
  if (node.IsSequence()) {
    json list = json::array();
    for (const auto& item : node) list.push_back(from_yaml(item));
    return list;
  }
  if (node.IsMap()) {
    json object = json::object();
    for (const auto& pair : node) object[pair.first.as<std::string>()] = from_yaml(pair.second);
    return object;
  }
  if (node.IsNull()) return nullptr;
  const auto text = node.as<std::string>();
  if (node.Tag() == "!") return text;
  if (text == "true" || text == "false") return text == "true";
  if (std::regex_match(text, std::regex("-?[0-9]+"))) return std::stoll(text);
  if (std::regex_match(text, std::regex("-?[0-9]+\\.[0-9]+"))) return std::stod(text);
  return text;
}

struct Operation {
  std::string method, path;            // GET, /api/v1/records/{id}
  std::map<int, std::string> answers;  // status → schema name; empty where it is not JSON
};

class Contract {
 public:
  explicit Contract(const std::string& file) : Contract(YAML::LoadFile(file)) {}
  explicit Contract(const YAML::Node& document) : document_(from_yaml(document)) {
    for (const auto& [name, schema] : document_.at("components").at("schemas").items()) definitions_[name] = converted(schema);
    for (const auto& [path, methods] : document_.at("paths").items())
      for (const auto& [method, operation] : methods.items()) add_operation(path, method, operation);
  }

  const std::vector<Operation>& operations() const { return operations_; }

  const Operation* find(const std::string& method, const std::string& path) const {
    for (const Operation& operation : operations_)
      if (operation.method == method && operation.path == path) return &operation;
    return nullptr;
  }

  // Empty where the contract lists this status for what was asked; else what to say. A method that the path does not have is refused with
  // what every operation of the path lists. A path the contract does not have is a page's, but under /api it can only be refused.
  std::string unlisted(const std::string& method, const std::string& target, int status) const {
    const std::string path = target.substr(0, target.find('?'));
    std::vector<const Operation*> there;
    for (const Operation& operation : operations_)
      if (fits(operation.path, path)) there.push_back(&operation);
    const std::string asked = method == "HEAD" ? "GET" : method;
    const auto own = std::ranges::find(there, asked, &Operation::method);
    bool listed = status >= 400 || (there.empty() && !path.starts_with("/api"));
    if (own != there.end())
      listed = (*own)->answers.contains(status);
    else
      listed = listed && std::ranges::all_of(there, [&](const Operation* one) { return one->answers.contains(status); });
    if (listed) return "";
    return "openapi.yaml does not list " + std::to_string(status) + " for " + method + " " + path.substr(0, 200);
  }

  // What is wrong with a value as the contract's schema of that name; empty where nothing is.
  std::string faults(const std::string& schema, const json& value) {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(parsed(schema), valijson::adapters::NlohmannJsonAdapter(value), &results)) return "";
    std::string text;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      for (const std::string& step : error.context) text += step;
      text += ": " + error.description + "\n";
    }
    return text;
  }

 private:
  // {id} stands for any segment that is not empty.
  static bool fits(std::string_view form, std::string_view path) {
    const std::size_t id = form.find("{id}");
    if (id == std::string_view::npos) return form == path;
    if (!path.starts_with(form.substr(0, id))) return false;
    path.remove_prefix(id);
    const std::size_t end = std::min(path.find('/'), path.size());
    return end > 0 && path.substr(end) == form.substr(id + 4);
  }

  static std::string name_in(const std::string& reference) { return reference.substr(reference.rfind('/') + 1); }

  void add_operation(const std::string& path, std::string method, const json& operation) {
    for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    Operation out{method, path, {}};
    for (const auto& [status, answer] : operation.at("responses").items()) {
      const json& whole = answer.contains("$ref") ? document_.at("components").at("responses").at(name_in(answer.at("$ref"))) : answer;
      const json& content = whole.at("content");
      const bool is_json = content.contains("application/json");
      out.answers[std::stoi(status)] = is_json ? name_in(content.at("application/json").at("schema").at("$ref")) : "";
    }
    operations_.push_back(out);
  }

  json converted(const json& schema) {
    if (schema.contains("$ref")) return {{"$ref", "#/definitions/" + name_in(schema.at("$ref"))}};
    json out = schema.contains("allOf") && schema.at("allOf").size() > 1 ? merged(schema.at("allOf")) : schema;
    const bool nullable = out.value("nullable", false);
    out.erase("nullable");
    for (const char* name : {"items", "additionalProperties"})
      if (out.contains(name) && out[name].is_object()) out[name] = converted(out[name]);
    if (out.contains("allOf"))
      for (json& part : out["allOf"]) part = converted(part);
    if (out.contains("properties")) {
      for (json& property : out["properties"]) property = converted(property);
      if (!out.contains("additionalProperties")) out["additionalProperties"] = false;
    }
    return nullable ? json{{"anyOf", {{{"type", "null"}}, out}}} : out;
  }

  // Requires: every part is an object schema or refers to one. A part that closes itself refuses what the other parts ask for, so nothing fits them all.
  json merged(const json& parts) {
    json out = {{"type", "object"}, {"required", json::array()}, {"properties", json::object()}};
    for (const json& part : parts) {
      const json& whole = part.contains("$ref") ? document_.at("components").at("schemas").at(name_in(part.at("$ref"))) : part;
      if (whole.contains("additionalProperties") && whole.at("additionalProperties") == false)
        throw std::invalid_argument("openapi.yaml: a part of an allOf has additionalProperties: false, so nothing satisfies the whole: " + part.dump());
      for (const json& name : whole.at("required")) out["required"].push_back(name);
      out["properties"].update(whole.at("properties"));
    }
    return out;
  }

  const valijson::Schema& parsed(const std::string& name) {
    auto& schema = schemas_[name];
    if (schema) return *schema;
    schema = std::make_unique<valijson::Schema>();
    const json document = {{"allOf", {{{"$ref", "#/definitions/" + name}}}}, {"definitions", definitions_}};
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(valijson::adapters::NlohmannJsonAdapter(document), *schema);
    return *schema;
  }

  json document_;
  json definitions_ = json::object();
  std::vector<Operation> operations_;
  std::map<std::string, std::unique_ptr<valijson::Schema>> schemas_;
};

inline Contract& contract() {
  static Contract the_contract(std::string(QUEQIAO_SOURCE_DIR) + "/web/openapi.yaml");
  return the_contract;
}

}  // namespace web_tests
