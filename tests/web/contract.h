// SPDX-License-Identifier: GPL-3.0-or-later
// openapi.yaml as something to hold answers against: operations, and a validator for each schema.
//
// OpenAPI 3.0's schemas are JSON Schema with two turns of their own. `nullable` becomes anyOf with null. An allOf of objects becomes one
// object, so that every object can be closed: an answer with a field the contract does not name is a failure too, unless the contract
// says otherwise.
#pragma once

#include <yaml-cpp/yaml.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
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
  explicit Contract(const std::string& file) : document_(from_yaml(YAML::LoadFile(file))) {
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

  // Requires: every part is an object schema or refers to one.
  json merged(const json& parts) {
    json out = {{"type", "object"}, {"required", json::array()}, {"properties", json::object()}};
    for (const json& part : parts) {
      const json& whole = part.contains("$ref") ? document_.at("components").at("schemas").at(name_in(part.at("$ref"))) : part;
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

}  // namespace web_tests
