#include "tools/tagger/guideline.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "lib/text/fold.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kArticle = "\u0627\u0644";           // alef, lam
constexpr std::string_view kAndArticle = "\u0648\u0627\u0644";  // waw, alef, lam
constexpr size_t kMostInChain = 5;

std::optional<int> TypeByName(std::string_view name) {
  constexpr std::string_view kNames[kTypes] = {"PER", "ORG", "LOC", "MISC"};
  for (int type = 0; type < kTypes; ++type) {
    if (kNames[type] == name) return type;
  }
  return name == "-" ? std::optional<int>(-1) : std::nullopt;
}

bool IsDefinite(std::string_view folded) {
  return (folded.starts_with(kArticle) && folded.size() >= 8) ||
         (folded.starts_with(kAndArticle) && folded.size() >= 10);
}

size_t NameEnd(const std::vector<LabelledToken>& sentence, size_t begin) {
  size_t end = begin + 1;
  while (end < sentence.size() && IsInside(sentence[end].label)) ++end;
  return end;
}

size_t SetName(std::vector<LabelledToken>* sentence, size_t begin, size_t end, int type) {
  size_t changed = 0;
  for (size_t at = begin; at < end; ++at) {
    const Label label = at == begin ? Beginning(type) : Inside(type);
    changed += (*sentence)[at].label != label;
    (*sentence)[at].label = label;
  }
  return changed;
}

}  // namespace

Result<Guideline> Guideline::Read(const std::string& path) {
  std::ifstream file(path);
  if (!file) return Fail(path + ": cannot be opened");
  Guideline guideline;
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string rule, type, words;
    std::getline(fields, rule, '\t');
    std::getline(fields, type, '\t');
    std::getline(fields, words);
    const auto known = TypeByName(type);
    if (!known) return Fail(path + ":" + std::to_string(number) + ": expected RULE, TYPE or -, words; divided by tabs");
    if (rule == "join") guideline.joined_.push_back(*known);
    std::istringstream list(words);
    for (std::string word; list >> word;) guideline.rules_[text::FoldText(word)].push_back({rule, *known});
  }
  return guideline;
}

const Guideline::Rule* Guideline::Find(std::string_view word, std::string_view kind) const {
  const auto found = rules_.find(text::FoldText(word));
  if (found == rules_.end()) return nullptr;
  for (const Rule& rule : found->second) {
    if (rule.name == kind) return &rule;
  }
  return nullptr;
}

// After the last word of the chain that `head` begins; head + 1: there is none.
size_t Guideline::ChainEnd(const std::vector<LabelledToken>& sentence, size_t head) const {
  size_t at = head + 1;
  while (at < sentence.size() && at <= head + kMostInChain) {
    const LabelledToken& token = sentence[at];
    const bool may_join = token.label == kOutside ? IsDefinite(text::FoldText(token.word)) : IsBeginning(token.label);
    if (!may_join || Find(token.word, "stop") != nullptr) break;
    // A name that stands alone ends the chain: what comes after it speaks of something else.
    if (token.label != kOutside) return NameEnd(sentence, at);
    ++at;
  }
  return at;
}

void Guideline::Join(std::vector<LabelledToken>* sentence, std::map<std::string, size_t>* changed) const {
  for (size_t at = 1; at < sentence->size(); ++at) {
    const Label before = (*sentence)[at - 1].label;
    Label& label = (*sentence)[at].label;
    if (!IsBeginning(label) || before == kOutside || TypeOf(before) != TypeOf(label)) continue;
    if (std::find(joined_.begin(), joined_.end(), TypeOf(label)) == joined_.end()) continue;
    label = Inside(TypeOf(label));
    ++(*changed)["join"];
  }
}

void Guideline::Apply(std::vector<LabelledToken>* sentence, std::map<std::string, size_t>* changed) const {
  Join(sentence, changed);
  std::vector<LabelledToken>& tokens = *sentence;
  for (size_t at = 0; at < tokens.size(); ++at) {
    const std::string& word = tokens[at].word;
    if (tokens[at].label == kOutside) {
      if (const Rule* rule = Find(word, "chain")) {
        const size_t end = ChainEnd(tokens, at);
        if (end > at + 1) (*changed)["chain " + word] += SetName(sentence, at, end, rule->type);
      } else if (const Rule* before = Find(word, "before-name")) {
        const bool is_before = at + 1 < tokens.size() && IsBeginning(tokens[at + 1].label);
        if (is_before)
          (*changed)["before-name " + word] += SetName(sentence, at, NameEnd(tokens, at + 1), before->type);
      }
    } else if (IsBeginning(tokens[at].label)) {
      const size_t end = NameEnd(tokens, at);
      if (end == at + 1 && Find(word, "never") != nullptr) {
        tokens[at].label = kOutside;
        ++(*changed)["never " + word];
      } else if (end > at + 1 && Find(word, "outside") != nullptr) {
        tokens[at + 1].label = Beginning(TypeOf(tokens[at].label));
        tokens[at].label = kOutside;
        ++(*changed)["outside " + word];
      }
    }
  }
}

}  // namespace marsad::tag
