#include "stages/summarize/choose.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "stages/summarize/facts.h"
#include "stages/summarize/figure.h"
#include "stages/summarize/gain.h"
#include "stages/summarize/kind.h"
#include "stages/summarize/late.h"
#include "stages/summarize/live_blog.h"
#include "stages/summarize/opener.h"
#include "stages/summarize/start.h"
#include "stages/summarize/tells.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;

constexpr size_t kMostCandidates = 200;  // a summary is not looked for further down
constexpr size_t kMostEvidence = 3;
constexpr uint32_t kAnnouncedShare = 150;  // per mille of the title: that is a reason

// Finds where the news begins, has the sentences beside it chosen (gain.h), and says why each is.
class Chooser {
 public:
  Chooser(const Article& article, const Weights& weights) : article_(article), weights_(weights), title_(article) {
    structure_ = StructureOf(article);
    kind_ = structure_.kind;
    // A sentence that says what the title says tells the news; key points that open an article do too.
    const Spared spared = {.title_repeats = true, .open_items = kind_ == Kind::kList};
    const std::vector<OriginalSpan> fit = ChooseLead(article, kMostCandidates, spared);
    candidates_ = GatherFacts(article, Candidates(article, structure_, fit), title_);
    for (Facts& facts : candidates_) CutOpening(&facts);
    if (kind_ == Kind::kInterview) MarkAnswers();
    MarkReplies();
    if (kind_ == Kind::kLiveBlog) RankPosts(title_, article, &candidates_);
    if (kind_ == Kind::kList) RankItems(title_, article.list_items, &candidates_);
    if (kind_ == Kind::kInterview) FindIntroduction();
    start_ = kind_ == Kind::kInterview ? FindAnnounced(candidates_, introduced_, title_, weights_)
                                       : FindStart(kind_, candidates_, title_);
    if (kind_ == Kind::kReport && !candidates_.empty()) late_ = FindLate(candidates_, start_, title_, weights_);
    if (kind_ == Kind::kInterview) FindNewsOfInterview();
    if (kind_ == Kind::kReport) FindSetting();
    is_hard_news_ = has_newest_answer_ || IsHardNews();
  }

  Choice Run(const Budget& budget) {
    const Ground ground = {.kind = kind_,
                           .candidates = candidates_,
                           .start = start_,
                           .late = late_,
                           .introduced = introduced_,
                           .introduction = introduction_,
                           .has_newest_answer = has_newest_answer_,
                           .is_hard_news = is_hard_news_ && !budget.is_long(),
                           .is_comeback = IsComeback(),
                           .is_long = budget.is_long()};
    const Gains gains(ground, title_, weights_);
    const std::vector<size_t> picked = gains.Choose(budget);
    for (const size_t next : picked) {
      reasons_.push_back(ReasonsFor(next, gains.FollowsChosen(next, picked)));
      told_.Add(candidates_[next]);
    }
    return InOrder(picked);
  }

 private:
  void CutOpening(Facts* facts) const {
    facts->sentence = CutMark(article_.body, facts->sentence);
    if (kind_ == Kind::kInterview) facts->sentence = CutLetter(article_.body, facts->sentence);
    if (facts->is_item && kind_ == Kind::kReport) facts->sentence = WithoutNumber(article_.body, facts->sentence);
    if (kind_ == Kind::kLiveBlog) facts->sentence = CutReporter(article_, facts->sentence, facts->tokens);
    facts->sentence = CutOrdinal(article_, facts->sentence, facts->tokens);
    facts->sentence = CutOpener(article_, facts->sentence, facts->tokens);
    while (!facts->tokens.empty() && facts->tokens.front().original.begin < facts->sentence.begin) {
      facts->tokens = facts->tokens.subspan(1);
    }
  }

  // What opens an answer and is short, or has neither a name nor a number, needs its question, and so does "yes", unless the title
  // announces it. "I" is who answers.
  void MarkAnswers() {
    constexpr size_t kShort = 8;  // words
    for (Facts& facts : candidates_) {
      const std::optional<size_t> words = WordsOfAnswer(article_, structure_, article_.sentences[facts.number]);
      const bool is_announced = title_.Share(facts.title_bits | facts.deed_bits) >= kAnnouncedShare;
      const bool needs_question = words && (facts.is_reply || *words < kShort || IsEmpty(facts));
      if (needs_question && !is_announced) facts.needs_antecedent = true;
      facts.needs_speaker = false;
    }
  }

  // What follows an objection answers it.
  void MarkReplies() {
    for (size_t i = 1; i < candidates_.size(); ++i) {
      if (candidates_[i - 1].is_objection) candidates_[i].needs_antecedent = true;
    }
  }

  // What the sentence with which the news begins needs before it, and no more: no scene before late news, but the decision that "this
  // decision" refers to.
  void FindSetting() {
    if (late_ && IsScene(candidates_[start_], title_) && StandsAlone(*late_)) {
      start_ = *late_;
      late_.reset();
    }
    if (start_ < candidates_.size()) introduction_ = FindAntecedent(candidates_, start_);
  }

  // Whether the sentence needs nothing before it; a conjunction that turns from it is cut.
  bool StandsAlone(size_t candidate) const {
    const Facts& facts = candidates_[candidate];
    return !NeedsAnother(facts) || CutTurn(candidate) != facts.sentence;
  }

  // Whether the news seems to begin with an answer that the title announces.
  bool AnswersTitle() const {
    return start_ >= introduced_ && start_ < candidates_.size() &&
           title_.Share(candidates_[start_].title_bits | candidates_[start_].deed_bits) >= weights_.late_share;
  }

  // Whether the news seems to begin before the questions, with a sentence that is news.
  bool IntroducesWithNews() const {
    return start_ < introduced_ && IsNew(candidates_[start_], title_) >= weights_.scene_new;
  }

  // Whether a report begins with news that tells much.
  bool IsHardNews() const {
    if (kind_ != Kind::kReport || start_ >= candidates_.size()) return false;
    const Facts& start = candidates_[start_];
    return Tells(start) >= weights_.hard_news && !late_ && !title_.is_quotation() && !AuthorDemands(start);
  }

  // What stands before the first question.
  void FindIntroduction() {
    const uint32_t begin = structure_.questions.front().begin;
    const auto end = std::partition_point(candidates_.begin(), candidates_.end(),
                                          [&](const Facts& facts) { return facts.sentence.begin < begin; });
    introduced_ = static_cast<size_t>(end - candidates_.begin());
  }

  // Its news is the answer that the title announces, or the newest one; what introduces the interview says whose answer it is.
  void FindNewsOfInterview() {
    const bool is_announced = AnswersTitle();
    const auto answer = FindAnswer(candidates_, introduced_, title_, weights_);
    if (!answer && !is_announced) return;
    has_newest_answer_ =
        answer && !IntroducesWithNews() && (!is_announced || title_.is_quotation());  // a quotation announces nothing
    if (has_newest_answer_) start_ = *answer;
    introduction_ = FindWhoAnswers(std::span(candidates_).first(introduced_), title_);
  }

  OriginalSpan CutTurn(size_t candidate) const {
    return CutConjunction(article_, candidates_[candidate].sentence, candidates_[candidate].tokens);
  }

  // Of a match: the title or the first sentence says that who trailed won.
  bool IsComeback() const {
    return title_.comes_back() || (start_ < candidates_.size() && candidates_[start_].comes_back);
  }

  // `follows`: the sentence before it is chosen.
  std::vector<Reason> ReasonsFor(size_t candidate, bool follows) const {
    const Facts& facts = candidates_[candidate];
    std::vector<Reason> reasons;
    if (kind_ == Kind::kLiveBlog) {
      reasons.push_back({ReasonKind::kNewest, {}});
    } else if (candidate == start_) {
      reasons.push_back({ReasonKind::kLead, {}});
    }
    if (title_.Share(facts.title_bits & ~told_.title_bits()) >= kAnnouncedShare) {
      reasons.push_back({ReasonKind::kAnnounced, AnnouncedWords(facts)});
    }
    if (told_.CountNewNames(facts) > 0) reasons.push_back({ReasonKind::kName, NewNames(facts)});
    if (!facts.figure.empty()) reasons.push_back({ReasonKind::kFigure, {facts.figure}});
    if (Speaks(facts)) reasons.push_back({ReasonKind::kSpeech, {facts.speech}});
    if (NeedsAnother(facts) && follows) {
      reasons.push_back({ReasonKind::kFollows, {facts.tokens.front().original}});
    }
    return reasons.empty() ? WeakReasons(facts) : reasons;
  }

  // What can be said of a sentence that adds little: fewer of the title's words, or it only goes on.
  std::vector<Reason> WeakReasons(const Facts& facts) const {
    std::vector<OriginalSpan> words = AnnouncedWords(facts);
    if (!words.empty()) return {{ReasonKind::kAnnounced, std::move(words)}};
    return {{ReasonKind::kFollows, {}}};
  }

  std::vector<OriginalSpan> AnnouncedWords(const Facts& facts) const {
    std::vector<OriginalSpan> words;
    uint64_t open = facts.title_bits & ~told_.title_bits();
    for (size_t i = 0; i < facts.tokens.size() && words.size() < kMostEvidence; ++i) {
      const uint64_t bit = title_.BitOf(facts.tokens, i, article_.search_body) & open;
      if (bit == 0) continue;
      open &= ~bit;
      words.push_back(WholeNumber(facts.tokens, i));
    }
    return words;
  }

  // A word; of a figure all of it: "2-1", "1.3 million".
  OriginalSpan WholeNumber(std::span<const text::Token> tokens, size_t at) const {
    const OriginalSpan figure =
        tokens[at].script == text::Script::kDigits ? Figures(article_).At(tokens, at) : OriginalSpan();
    return figure.empty() ? tokens[at].original : figure;
  }

  std::vector<OriginalSpan> NewNames(const Facts& facts) const {
    std::vector<OriginalSpan> names;
    std::vector<uint32_t> found;
    for (const Name& name : facts.names) {
      if (names.size() == kMostEvidence) break;
      if (told_.Names(name.entity) || std::find(found.begin(), found.end(), name.entity) != found.end()) continue;
      if (name.span.end > facts.sentence.end) continue;
      found.push_back(name.entity);
      names.push_back(name.span);
    }
    return names;
  }

  Choice InOrder(const std::vector<size_t>& picked) {
    std::vector<size_t> order(picked.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return candidates_[picked[a]].sentence.begin < candidates_[picked[b]].sentence.begin;
    });
    Choice choice;
    choice.words = told_.words();
    choice.ranking.resize(picked.size());
    for (size_t at = 0; at < order.size(); ++at) {
      choice.ranking[order[at]] = at;
      choice.sentences.push_back({candidates_[picked[order[at]]].sentence, std::move(reasons_[order[at]])});
    }
    choice.headline = picked.empty() ? 0 : choice.ranking.front();
    if (!picked.empty()) choice.sentences.front().sentence = CutTurn(picked[order.front()]);  // it turns from nothing
    return choice;
  }

  const Article& article_;
  const Weights& weights_;
  const TitleWords title_;
  Structure structure_;
  Kind kind_ = Kind::kReport;
  std::vector<Facts> candidates_;
  size_t start_ = 0;  // in candidates_
  std::optional<size_t> late_;
  size_t introduced_ = 0;               // an interview's answers begin there, in candidates_
  std::optional<size_t> introduction_;  // says who answers
  bool has_newest_answer_ = false;
  bool is_hard_news_ = false;
  Told told_;
  std::vector<std::vector<Reason>> reasons_;  // in the order of choosing
};

}  // namespace

Choice Choose(const Article& article, const Budget& budget, const Weights& weights) {
  return Chooser(article, weights).Run(budget);
}

}  // namespace marsad::summarize
