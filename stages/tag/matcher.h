// Where names of the gazetteer stand in one field. Internal to the tagger.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stages/tag/gazetteer.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

// Of a name that a country and a town in it share: which of the two is meant.
enum class LikeCountry : uint8_t { kNo, kCountry, kTown };

// A place where words read like a name. What it stands for is decided later.
struct Candidate {
  Field field = Field::kBody;
  uint32_t first = 0;       // token
  uint32_t tokens = 0;      // how many
  text::SearchSpan span{};  // of the name: proclitic, elided article and suffix left out
  const NameIndex::Node* node = nullptr;
  bool has_proclitic = false;
  bool is_doubted = false;  // more often an ordinary word than a proclitic and a name
  LikeCountry like_country = LikeCountry::kNo;

  uint32_t end() const { return first + tokens; }
};

// Whether keheh or farsi yeh stands in `search`: keyboards write them in Arabic, too.
bool HasPersianLetters(std::string_view search);

// Looks at the surroundings of tokens. Borrows all; used by one thread.
class FieldReader {
 public:
  FieldReader(Field field, const FieldText& text, const Gazetteer& gazetteer, uint32_t languages)
      : field_(field),
        text_(text),
        gazetteer_(gazetteer),
        languages_(languages),
        is_turkish_(languages == gazetteer.LanguageBits("tr")),
        has_persian_(HasPersianLetters(text.search)) {}

  // All candidates that hold at least one acceptable name; none overlaps another: the one with more words stays, of
  // equals the earlier.
  std::vector<Candidate> Find();

  // Whether `name` may be meant at `candidate`: language, letter case, exact letters, proclitic.
  bool Accepts(const Candidate& candidate, const KnownName& name) const;

  // The range of `candidate` in the original, and what stands before it in the same word.
  text::OriginalSpan Original(const Candidate& candidate) const;
  text::OriginalSpan Proclitic(const Candidate& candidate, text::OriginalSpan name) const;

  std::string_view Word(uint32_t token) const { return text_.tokens[token].original.Cut(text_.original); }
  std::string_view Folded(uint32_t token) const { return text_.tokens[token].search.Cut(text_.search); }
  uint32_t size() const { return static_cast<uint32_t>(text_.tokens.size()); }
  const FieldText& text() const { return text_; }
  const Gazetteer& gazetteer() const { return gazetteer_; }
  // What stands between a token and the next.
  std::string_view Gap(uint32_t token) const;
  // Whether a hyphen ties the token to a neighbour.
  bool IsCompound(uint32_t token) const;
  // Whether the token is written with a capital and is joined to its neighbour by a blank, not the start of a sentence.
  bool IsCapitalBefore(uint32_t token) const;  // the token before `token`
  bool IsCapitalAfter(uint32_t token) const;   // the token after `token`

 private:
  void ReadAt(uint32_t token, std::vector<Candidate>* found);
  void ReadProclitics(Candidate start, std::string_view word, Candidate* best);
  void ReadElided(Candidate start, std::string_view word, Candidate* best);
  void ReadShort(Candidate start, std::string_view word, Candidate* best);
  void LookUpWords();
  void Walk(Candidate start, const NameIndex::Node* node, Candidate* best);
  const NameIndex::Node* Step(const NameIndex::Node* before, std::string_view word) const;
  const NameIndex::Node* Step(const NameIndex::Node* before, uint32_t token) const;
  const NameIndex::Node* StepOverPatronymic(const NameIndex::Node& before, uint32_t* token) const;
  void ReadHashtag(uint32_t token, Candidate* best) const;
  void TryEnd(const Candidate& candidate, Candidate* best) const;
  void TrySuffix(const NameIndex::Node* before, Candidate candidate, Candidate* best) const;
  void TryCaseEnding(const NameIndex::Node* before, Candidate candidate, Candidate* best) const;
  bool IsDoubted(const Candidate& candidate, std::string_view word) const;
  bool IsOtherWord(const Candidate& candidate) const;
  bool Joins(uint32_t token) const;
  uint32_t Inside(uint32_t at, text::OriginalSpan token, uint32_t otherwise) const;
  bool IsShouted(const Candidate& candidate) const;
  static bool MayFollowProclitic(const Candidate& candidate, const KnownEntity& entity);
  bool IsToldApart(const Candidate& candidate, const KnownName& name, const KnownEntity& entity) const;
  bool IsAbbreviation(const Candidate& candidate, const KnownEntity& entity) const;
  std::string_view Plain(std::string_view word, std::string* scratch) const;

  const Field field_;
  const FieldText& text_;
  const Gazetteer& gazetteer_;
  const uint32_t languages_;
  const bool is_turkish_;
  const bool has_persian_;              // letters, which may stand for Arabic ones
  std::string with_article_;            // scratch
  std::vector<NameIndex::Word> words_;  // of each token, looked up together
};

}  // namespace marsad::tag
