#include "stages/tag/spelling.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "stages/tag/arabic.h"
#include "stages/tag/tsv.h"

namespace marsad::embedded {
extern const std::string_view kSpellings;
}

namespace marsad::tag {
namespace {

constexpr std::string_view kGhain = "\u063A";
constexpr std::string_view kJeem = "\u062C";
constexpr std::string_view kQaf = "\u0642";
constexpr size_t kLeastBeforeEnding = 3;  // characters
constexpr size_t kLeastAfterJoined = 3;   // characters
constexpr size_t kLeastOfG = 6;           // characters of a name of one word: shorter ones are too often other words
constexpr size_t kMostSpellings = 64;
constexpr size_t kLeastOfPatronymic = 6;  // bytes

using Words = std::vector<std::string>;

// data/spellings.tsv.
struct Table {
  std::unordered_map<std::string, size_t> class_of;  // word -> its row of `classes`
  std::vector<Words> classes;
  Words endings, joined;
  std::unordered_map<uint16_t, Words> patronymics;  // by their last two bytes
  std::unordered_set<std::string> articles, aliases;
};

uint16_t LastBytes(std::string_view word) {
  const auto byte = [&](size_t from_end) { return static_cast<uint8_t>(word[word.size() - from_end]); };
  return static_cast<uint16_t>(byte(2) << 8 | byte(1));
}

Table ReadTable() {
  Table table;
  for (const TsvLine& line : ReadTsv(embedded::kSpellings)) {
    Words words;
    for (const std::string_view word : Split(line.fields[1], ' ')) words.push_back(text::FoldText(word));
    const std::string_view kind = line.fields[0];
    if (kind == "same") {
      for (const std::string& word : words) table.class_of.try_emplace(word, table.classes.size());
      table.classes.push_back(std::move(words));
    } else if (kind == "article" || kind == "alias") {
      (kind == "article" ? table.articles : table.aliases).insert(words.begin(), words.end());
    } else {
      for (const std::string& word : words) {
        (kind == "ending"   ? table.endings
         : kind == "joined" ? table.joined
                            : table.patronymics[LastBytes(word)])
            .push_back(word);
      }
    }
  }
  return table;
}

const Table& Rules() {
  static const auto* table = new Table(ReadTable());
  return *table;
}

bool IsIn(const Words& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

bool IsArabic(std::string_view word) { return word >= "\u0600" && word < "\u0780"; }

bool IsDivider(char c) { return std::string_view(" -_.").find(c) != std::string_view::npos; }

Words WordsOf(std::string_view folded) {
  Words words;
  for (size_t begin = 0; begin < folded.size();) {
    size_t end = begin;
    while (end < folded.size() && !IsDivider(folded[end])) ++end;
    if (end > begin) words.emplace_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

void Replace(std::string_view what, std::string_view with, std::string* text) {
  for (size_t at = text->find(what); at != std::string::npos; at = text->find(what, at + with.size())) {
    text->replace(at, what.size(), with);
  }
}

std::string KeyOfWord(std::string word) {
  const Table& rules = Rules();
  if (IsArabic(word)) {  // of which the tables of given names and endings have none
    Replace(kGhain, kJeem, &word);
    return word;
  }
  if (const auto known = rules.class_of.find(word); known != rules.class_of.end()) {
    return rules.classes[known->second].front();
  }
  for (const std::string& ending : rules.endings) {
    if (!word.ends_with(ending) || CountCharacters(word) < CountCharacters(ending) + kLeastBeforeEnding) continue;
    return word.substr(0, word.size() - ending.size()) + rules.endings.front();
  }
  return word;
}

// The word cut after one that is written onto it: the servant of God, the father of.
std::string Cut(const std::string& word) {
  for (const std::string& head : Rules().joined) {
    if (IsAscii(head.front()) || !word.starts_with(head)) continue;
    const std::string_view rest = std::string_view(word).substr(head.size());
    const bool is_servant = head == Rules().joined.front();  // which only an article follows
    if (CountCharacters(rest) < kLeastAfterJoined || (is_servant && !rest.starts_with(kArticle))) continue;
    return head + ' ' + std::string(rest);
  }
  return {};
}

// Of each word what else it may be; the word itself first. A blank parts two words, nothing stands for no word.
std::vector<Words> Alternatives(const Words& words, const NameOrigin& origin) {
  const Table& rules = Rules();
  std::vector<Words> all;
  for (size_t i = 0; i < words.size(); ++i) {
    Words& options = all.emplace_back(Words{words[i]});
    if (const std::string cut = Cut(words[i]); !cut.empty()) options.push_back(cut);
    if (!origin.is_person) continue;
    const auto same = rules.class_of.find(words[i]);
    if (same != rules.class_of.end()) {
      for (const std::string& other : rules.classes[same->second]) {
        if (other != words[i]) options.push_back(other);
      }
    }
    const bool is_article = IsAscii(words[i].front()) && rules.articles.contains(words[i]) && i + 1 < words.size();
    if (is_article) options.push_back(words[i] == "al" ? "el" : "al");
  }
  return all;
}

std::vector<Words> Combine(const std::vector<Words>& alternatives) {
  std::vector<Words> made = {{}};
  for (const Words& options : alternatives) {
    std::vector<Words> longer;
    for (const Words& start : made) {
      for (const std::string& option : options) {
        if (longer.size() == kMostSpellings) break;
        Words& name = longer.emplace_back(start);
        for (const std::string& word : WordsOf(option)) name.push_back(word);
      }
    }
    made = std::move(longer);
  }
  return made;
}

// The name with a word joined to the next, wherever that is written so.
std::vector<Words> Joined(const Words& words) {
  std::vector<Words> all;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (IsAscii(words[i].front()) || !IsIn(Rules().joined, words[i])) continue;
    Words& name = all.emplace_back(words);
    name[i] += name[i + 1];
    name.erase(name.begin() + static_cast<ptrdiff_t>(i) + 1);
  }
  return all;
}

// A name of one word by jeem alone: by the other letters Portugal is oranges and Guinea is Kenya.
std::vector<Words> WithOtherG(const Words& words) {
  std::vector<Words> all;
  const bool is_one = words.size() == 1;
  if (is_one && CountCharacters(words.front()) < kLeastOfG) return all;
  for (const std::string_view letter : {kJeem, kQaf, kKaf}) {
    Words name = words;
    for (std::string& word : name) Replace(kGhain, letter, &word);
    if (name != words) all.push_back(std::move(name));
    if (is_one) break;
  }
  return all;
}

}  // namespace

std::string SpellingKey(std::string_view folded) {
  const Table& rules = Rules();
  const Words words = WordsOf(folded);
  std::string key;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool has_next = i + 1 < words.size();
    if (has_next && !IsArabic(words[i]) && rules.articles.contains(words[i])) continue;
    if (!key.empty()) key += ' ';
    const bool is_joined = has_next && IsIn(rules.joined, words[i]);
    key += KeyOfWord(is_joined ? words[i] + words[i + 1] : words[i]);
    if (is_joined) ++i;
  }
  return key;
}

std::vector<std::vector<std::string>> OtherSpellings(const std::vector<std::string>& words, const NameOrigin& origin) {
  std::vector<Words> all = Combine(Alternatives(words, origin));
  for (Words& name : Joined(words)) all.push_back(std::move(name));
  if (origin.has_hard_g) {
    for (Words& name : WithOtherG(words)) all.push_back(std::move(name));
  }
  if (origin.is_person && origin.is_family_first && words.size() == 2) all.push_back({words[1], words[0]});
  std::erase(all, words);
  return all;
}

std::vector<std::string> SpellingsOfG(std::string_view folded) {
  if (folded.find(kGhain) == std::string_view::npos) return {};
  std::vector<std::string> all;
  for (const std::string_view letter : {kQaf, kKaf}) Replace(kGhain, letter, &all.emplace_back(folded));
  return all;
}

bool IsPatronymic(std::string_view folded) {
  if (folded.size() < kLeastOfPatronymic) return false;
  const auto endings = Rules().patronymics.find(LastBytes(folded));
  if (endings == Rules().patronymics.end()) return false;
  return std::ranges::any_of(endings->second, [&](const std::string& ending) {
    return folded.ends_with(ending) && CountCharacters(folded) >= CountCharacters(ending) + kLeastBeforeEnding;
  });
}

bool IsAliasWord(std::string_view folded) { return Rules().aliases.contains(std::string(folded)); }

}  // namespace marsad::tag
