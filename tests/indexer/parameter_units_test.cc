// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the dimensions that a parameter may have (parameter.tsv, `dimension:`) hold those of the units that it is written in (unit.tsv): one that is left out
// turns the most usual way of writing into a contradiction.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "corpus/corpus_world.h"
#include "corpus/split.h"
#include "indexer/text/signs.h"
#include "indexer/text/unit_expression.h"

namespace parameter_units_test {

namespace {

const corpus::Vocabulary& parameters() { return corpus_world::vocabularies().at("parameter"); }

std::vector<std::string> allowed(const corpus::VocabularyEntry& parameter) {
  const auto said = parameter.maps.find("dimension");
  return said == parameter.maps.end() ? std::vector<std::string>() : corpus::split(said->second, ',');
}

std::string dimension_of(std::string_view unit, std::string_view name) {
  const auto signs = indexer::text::read_signs(unit);
  const auto reading = indexer::text::read_unit(signs.all(), 0, corpus_world::vocabularies().units());
  if (!reading || reading->end != signs.size()) return "no unit";
  const auto* meaning = indexer::text::meaning_for(reading->meanings, name);
  return meaning == nullptr ? "nothing of " + std::string(name) : std::string(meaning->dimension);
}

// As submissions write them.
const std::map<std::string, std::vector<std::string>> kWritten = {
    {"tensile_strength", {"MPa", "N/mm²", "kN", "N/mm", "N/50mm"}},
    {"yield_strength", {"MPa", "N/mm²"}},
    {"compressive_strength", {"MPa", "kN", "N/mm²"}},
    {"flexural_strength", {"MPa", "N"}},
    {"shear_strength", {"MPa", "N"}},
    {"elongation", {"%"}},
    {"elastic_modulus", {"GPa", "N/mm²"}},
    {"porosity", {"%", "vol%"}},
    {"pore_size", {"nm", "μm"}},
    {"particle_size", {"μm", "目"}},
    {"median_size", {"μm", "目"}},
    {"thickness", {"mm", "g/m²", "丝"}},
    {"roughness", {"μm", "nm"}},
    {"thermal_conductivity", {"W/(m·K)", "W/m·K"}},
    {"melting_point", {"℃", "K"}},
    {"glass_transition", {"℃"}},
    {"softening_point", {"℃"}},
    {"operating_temperature", {"℃", "K", "℉"}},
    {"curing_temperature", {"℃"}},
    {"storage_temperature", {"℃"}},
    {"energy_density", {"Wh/kg", "Wh/L", "J/cm²"}},
    {"specific_capacity", {"mAh/g", "Ah/kg"}},
    {"voltage", {"V", "kV", "kV/mm"}},
    {"recall", {"%"}},
    {"rotation_speed", {"rpm", "r/min", "Hz", "°/s"}},
    {"weight", {"kg", "t", "g/m²", "kg/m", "g/个"}},
    {"pass_rate", {"%", "‰"}},
    {"material_yield", {"%"}},
    {"germination", {"%"}},
    {"emergence", {"%"}},
    {"survival", {"%", "成"}},
    {"payback", {"年", "个月"}},
    {"storage_life", {"天", "个月"}},
    {"fermentation_time", {"h", "天"}},
    {"charging_time", {"min", "h"}},
    {"humidity", {"%RH", "%rh", "RH%", "%", "g/m³"}},
    {"mtbf", {"h", "小时"}},
};

}  // namespace

TEST_CASE("a parameter that bounds its dimensions admits the units it is written in", "[indexer][indicator]") {
  for (const corpus::VocabularyEntry& parameter : parameters().entries()) {
    const auto dimensions = allowed(parameter);
    if (dimensions.empty()) continue;
    INFO(parameter.code);
    const auto written = kWritten.find(parameter.code);
    REQUIRE(written != kWritten.end());  // a new list wants its units here
    for (const std::string& unit : written->second) {
      const std::string dimension = dimension_of(unit, parameter.label);
      INFO(unit << " is " << dimension);
      CHECK(std::ranges::find(dimensions, dimension) != dimensions.end());
    }
  }
}

TEST_CASE("a parameter admits the dimension that is called like it", "[indexer][indicator]") {
  for (const corpus::VocabularyEntry& dimension : corpus_world::vocabularies().at("dimension").entries()) {
    const corpus::VocabularyEntry* parameter = parameters().find_folded(dimension.label);
    if (parameter == nullptr || allowed(*parameter).empty()) continue;
    INFO(dimension.code << " and " << parameter->code);
    const auto dimensions = allowed(*parameter);
    CHECK(std::ranges::find(dimensions, dimension.code) != dimensions.end());
  }
}

}  // namespace parameter_units_test
