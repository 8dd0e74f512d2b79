#include "tools/tagger/conll.h"

#include <fstream>
#include <optional>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "stages/tag/model/labels.h"

namespace marsad::tag {
namespace {

std::optional<Label> ParseLabel(std::string_view label) {
  if (label == "O") return kOutside;
  if (label.size() < 3 || (label[0] != 'B' && label[0] != 'I') || label[1] != '-') return std::nullopt;
  constexpr std::string_view kNames[kTypes] = {"PER", "ORG", "LOC", "MISC"};
  for (int type = 0; type < kTypes; ++type) {
    if (label.substr(2) == kNames[type]) return label[0] == 'B' ? Beginning(type) : Inside(type);
  }
  return std::nullopt;
}

// A name cannot go on that did not begin.
void MendLabels(std::vector<LabelledToken>* tokens) {
  Label before = kOutside;
  for (LabelledToken& token : *tokens) {
    if (!MayFollow(before, token.label)) token.label = Beginning(TypeOf(token.label));
    before = token.label;
  }
}

std::unique_ptr<TrainingSentence> MakeSentence(std::vector<LabelledToken>* tokens) {
  auto sentence = std::make_unique<TrainingSentence>();
  std::vector<uint32_t> ends;
  for (const LabelledToken& token : *tokens) {
    if (!sentence->text.empty()) sentence->text += ' ';
    sentence->text += token.word;
    ends.push_back(static_cast<uint32_t>(sentence->text.size()));
  }
  sentence->folded = text::Fold(sentence->text);
  sentence->tokens = text::Tokenize(sentence->text, sentence->folded);
  const FieldText field{.original = sentence->text,
                        .search = sentence->folded.search,
                        .map = &sentence->folded.map,
                        .tokens = sentence->tokens};
  sentence->words = ReadSequence(field, {0, static_cast<uint32_t>(sentence->text.size())});
  size_t raw = 0;
  size_t last = tokens->size();
  for (const ModelWord& word : sentence->words) {
    while (word.original.begin >= ends[raw]) ++raw;
    const Label label = (*tokens)[raw].label;
    sentence->gold.push_back(last == raw && IsBeginning(label) ? Inside(TypeOf(label)) : label);
    last = raw;
  }
  return sentence;
}

// "# conf .93" speaks of the sentence that follows; every other comment names a document.
bool BeginsDocument(std::string_view line) { return !line.starts_with("# conf"); }

class Collector {
 public:
  Collector(size_t most, const LabelChange& change) : most_(most), change_(change) {}

  void EndSentence() {
    if (tokens_.empty()) return;
    MendLabels(&tokens_);
    if (change_) change_(&tokens_);
    if (documents_.empty() || (!has_marks_ && documents_.back().sentences.size() >= most_)) documents_.emplace_back();
    documents_.back().sentences.push_back(MakeSentence(&tokens_));
    tokens_.clear();
  }
  void BeginDocument() {
    EndSentence();
    has_marks_ = true;
    if (documents_.empty() || !documents_.back().sentences.empty()) documents_.emplace_back();
  }
  void Add(LabelledToken token) { tokens_.push_back(std::move(token)); }
  std::vector<TrainingDocument> Take() {
    EndSentence();
    return std::move(documents_);
  }

 private:
  size_t most_;
  const LabelChange& change_;
  bool has_marks_ = false;
  std::vector<LabelledToken> tokens_;
  std::vector<TrainingDocument> documents_;
};

}  // namespace

Result<std::vector<TrainingDocument>> ReadConll(const std::string& path, size_t sentences_a_document,
                                                const LabelChange& change) {
  std::ifstream file(path);
  if (!file) return Fail(path + ": cannot be opened");
  Collector collector(sentences_a_document, change);
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const size_t tab = line.find('\t');
    if (line.empty()) {
      collector.EndSentence();
    } else if (tab == std::string::npos && line.starts_with("# ")) {
      if (BeginsDocument(line)) collector.BeginDocument();
    } else {
      const auto label = ParseLabel(tab == std::string::npos ? "" : std::string_view(line).substr(tab + 1));
      if (!label || !IsValidUtf8(line)) {
        return Fail(path + ":" + std::to_string(number) +
                    ": expected TOKEN, a tab and O, B- or I- with PER, ORG, LOC or MISC, in UTF-8");
      }
      collector.Add({line.substr(0, tab), *label});
    }
  }
  return collector.Take();
}

}  // namespace marsad::tag
