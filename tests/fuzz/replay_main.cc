// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without a fuzzer: every file of the given directories, then a few thousand mutations of them from a fixed seed, so that the
// ordinary test run already meets odd input. With coverage guidance: tests/fuzz/run.sh.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) { LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size()); }

std::string mutate(std::string input, std::mt19937& random) {
  const auto pick = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  static const std::vector<std::string> odd = {"\"", "\n", "\r\n", "(", ")", "-", ":", "\xEF\xBB\xBF", "\xFF", "{", "[", ",", "锂", "，", "：", "“", std::string(1, '\0')};
  for (std::size_t times = 1 + pick(6); times > 0; --times) {
    const std::size_t at = input.empty() ? 0 : pick(input.size() + 1);
    switch (pick(4)) {
      case 0: input.insert(at, odd[pick(odd.size())]); break;
      case 1:
        if (!input.empty()) input.erase(std::min(at, input.size() - 1), 1 + pick(8));
        break;
      case 2:
        if (at < input.size()) input[at] = static_cast<char>(pick(256));
        break;
      default: input.insert(at, input.substr(0, std::min<std::size_t>(input.size(), pick(64) + 1)));
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> inputs = {""};
  for (int i = 1; i < argc; ++i) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(argv[i], error)) files.push_back(file.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
      std::ifstream in(file, std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  if (inputs.size() == 1) {
    std::fprintf(stderr, "no inputs to replay: give a directory of kept inputs\n");
    return 2;
  }
  for (const std::string& input : inputs) run(input);
  std::mt19937 random(20260301);
  constexpr int kMutations = 3000;
  for (int i = 0; i < kMutations; ++i) run(mutate(inputs[static_cast<std::size_t>(i) % inputs.size()], random));
  std::printf("%zu inputs and %d mutations: no fault\n", inputs.size(), kMutations);
}
