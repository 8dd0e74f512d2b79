#include "tools/tagger/names.h"

#include <array>
#include <fstream>
#include <optional>
#include <vector>

#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/tag/model/labels.h"

namespace marsad::tag {
namespace {

constexpr int kPart = kTypes;  // PER-PART

struct Listed {
  std::string_view name;
  NameList list;
};
constexpr std::array<Listed, kTypes + 1> kLists = {{{"PER", NameList::kGivenOrFamily},
                                                    {"ORG", NameList::kOrganization},
                                                    {"LOC", NameList::kPlace},
                                                    {"MISC", NameList::kMisc},
                                                    {"PER-PART", NameList::kGivenOrFamily}}};

std::optional<int> TypeByName(std::string_view name) {
  for (size_t type = 0; type < kLists.size(); ++type) {
    if (kLists[type].name == name) return static_cast<int>(type);
  }
  return std::nullopt;
}

std::vector<std::string_view> Columns(std::string_view line) {
  std::vector<std::string_view> columns;
  for (size_t at = 0; at <= line.size();) {
    const size_t end = std::min(line.find('\t', at), line.size());
    columns.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return columns;
}

// The folded words of a name; none if it holds digits or is in another script than the language is written in.
std::vector<std::string> WordsOf(std::string_view name) {
  const text::Folded folded = text::Fold(name);
  std::vector<std::string> words;
  for (const text::Token& token : text::Tokenize(name, folded)) {
    if (token.script == text::Script::kDigits || token.search.empty()) return {};
    words.emplace_back(token.search.Cut(folded.search));
  }
  return words;
}

void Set(Lexicon* lexicon, std::string_view word, NameList list) {
  lexicon->At(word).lists |= static_cast<uint16_t>(1u << static_cast<int>(list));
}

void Add(const std::vector<std::string>& words, int type, Lexicon* lexicon) {
  const NameList list = kLists[static_cast<size_t>(type)].list;
  if (words.size() == 1) return Set(lexicon, words.front(), list);
  if (type == kPart || words.size() > 6) return;
  if (type == 0) {
    Set(lexicon, words.front(), NameList::kPersonStart);
    Set(lexicon, words.back(), NameList::kGivenOrFamily);
  }
  std::string phrase;
  for (const std::string& word : words) phrase += (phrase.empty() ? "" : " ") + word;
  lexicon->AddPhrase(phrase, type);
}

}  // namespace

Result<size_t> AddNames(const std::string& path, const std::string& language, Lexicon* lexicon) {
  std::ifstream file(path);
  if (!file) return Fail(path + ": cannot be opened");
  const bool is_latin = language != "ar" && language != "ru" && language != "fa";
  std::string line;
  size_t added = 0;
  while (std::getline(file, line)) {
    const std::vector<std::string_view> columns = Columns(line);
    if (columns.size() < 4) continue;
    const std::optional<int> type = TypeByName(columns[1]);
    const std::string_view in = columns[2];
    const bool is_ours = in == language || in == language + "?" || (is_latin && in == "und");
    if (!type || !is_ours) continue;
    const std::vector<std::string> words = WordsOf(columns[3]);
    if (words.empty()) continue;
    Add(words, *type, lexicon);
    ++added;
  }
  return added;
}

}  // namespace marsad::tag
