#include "stages/normalize/common_words.h"

#include <xxhash.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "lib/base/take_until.h"
#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kCommonWords;
}

namespace marsad::normalize {
namespace {

[[noreturn]] void Unfit(std::string_view what, std::string_view which) {
  std::fprintf(stderr, "data/common_words.tsv has %.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(which.size()), which.data());
  std::abort();
}

}  // namespace

uint64_t CommonWords::Hash(std::string_view word) { return XXH3_64bits(word.data(), word.size()); }

const CommonWords& CommonWords::Get() {
  static const CommonWords words;
  return words;
}

CommonWords::CommonWords() : slots_(kSlots) {
  for (std::string_view rest = embedded::kCommonWords; !rest.empty();) {
    std::string_view line = TakeUntil('\n', &rest);
    if (line.empty() || line.starts_with('#')) continue;
    const std::string_view tags = TakeUntil('\t', &line);
    AddRow(tags, line);
  }
}

LanguageSet CommonWords::FindOrAdd(std::string_view tags) {
  const std::string_view first = tags.substr(0, tags.find(','));
  const auto known = languages_.find(first);
  const bool is_new = known == languages_.end();
  if (is_new && tags_.size() == kMostLanguages) Unfit("more than 64 languages", first);
  const LanguageSet language = is_new ? LanguageSet{1} << tags_.size() : known->second;
  if (is_new) tags_.emplace_back(first);
  while (!tags.empty()) languages_.emplace(TakeUntil(',', &tags), language);
  return language;
}

void CommonWords::AddRow(std::string_view tags, std::string_view words) {
  const LanguageSet language = FindOrAdd(tags);
  while (!words.empty()) {
    const std::string word = text::FoldText(TakeUntil(' ', &words));
    if (word.empty() || word.size() > kLongestWord) Unfit("a word of none or more than 16 bytes", word);
    const uint64_t hash = Hash(word);
    size_t slot = hash % kSlots;
    while (slots_[slot].languages != 0 && slots_[slot].hash != hash) slot = (slot + 1) % kSlots;
    slots_[slot].hash = hash;
    slots_[slot].languages |= language;
  }
}

LanguageSet CommonWords::Find(std::string_view tag) const {
  const auto found = languages_.find(tag.substr(0, tag.find('-')));
  return found == languages_.end() ? 0 : found->second;
}

}  // namespace marsad::normalize
