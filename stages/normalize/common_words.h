// The table data/common_words.tsv: the commonest words of languages that share a script.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace marsad::normalize {

// A set of languages of the table, a bit each.
using LanguageSet = uint64_t;

// Immutable; one for the process.
class CommonWords {
 public:
  static const CommonWords& Get();

  // The languages that have `word`, which is folded, among their commonest; none for most words.
  LanguageSet LanguagesOf(std::string_view word) const {
    if (word.size() > kLongestWord) return 0;
    const uint64_t hash = Hash(word);
    for (size_t slot = hash % kSlots;; slot = (slot + 1) % kSlots) {
      if (slots_[slot].hash == hash || slots_[slot].languages == 0) return slots_[slot].languages;
    }
  }

  // The language that `tag` (BCP 47) begins with; none if the table does not have it. Languages that differ too
  // little for a paragraph to tell are one.
  LanguageSet Find(std::string_view tag) const;

  // The tag of the language whose bit is `number`: the first of its line in the table; empty if there is none.
  std::string_view TagOf(int number) const {
    return static_cast<size_t>(number) < tags_.size() ? std::string_view(tags_[static_cast<size_t>(number)])
                                                      : std::string_view();
  }

  static constexpr int kMostLanguages = 64;

 private:
  static constexpr size_t kLongestWord = 16;  // bytes
  static constexpr size_t kSlots = 4096;      // a third of them taken at most: looks end soon
  struct Slot {
    uint64_t hash = 0;
    LanguageSet languages = 0;  // 0: free
  };

  CommonWords();
  void AddRow(std::string_view tags, std::string_view words);
  LanguageSet FindOrAdd(std::string_view tags);
  static uint64_t Hash(std::string_view word);

  std::vector<Slot> slots_;
  std::map<std::string, LanguageSet, std::less<>> languages_;
  std::vector<std::string> tags_;  // of each bit
};

}  // namespace marsad::normalize
