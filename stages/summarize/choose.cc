#include "stages/summarize/choose.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "stages/summarize/facts.h"
#include "stages/summarize/figure.h"
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
constexpr size_t kNamesThatCount = 3;
constexpr uint32_t kAnnouncedShare = 150;  // per mille of the title: that is a reason

// Chooses one sentence after the other.
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
    start_ = FindStart(kind_, candidates_, title_, weights_);
    if (kind_ == Kind::kReport && !candidates_.empty()) FindLateNews();
    if (kind_ == Kind::kInterview) FindNewsOfInterview();
    const bool tells_much = start_ < candidates_.size() && Tells(candidates_[start_]) >= weights_.hard_news;
    is_hard_news_ = has_newest_answer_ || (kind_ == Kind::kReport && tells_much);
  }

  Choice Run(const Budget& budget) {
    std::vector<size_t> picked;
    budget_words_ = std::max<uint32_t>(budget.words, 1);
    while (picked.size() < std::min(budget.sentences, candidates_.size()) && words_ < budget.words) {
      const size_t next = picked.empty() ? start_ : BestOfRest(picked);
      if (next == candidates_.size()) break;
      reasons_.push_back(ReasonsFor(next, picked));
      picked.push_back(next);
      words_ += candidates_[next].words;
      Say(candidates_[next]);
    }
    return InOrder(picked);
  }

 private:
  void CutOpening(Facts* facts) const {
    facts->sentence = CutMark(article_.body, facts->sentence);
    if (kind_ == Kind::kInterview) facts->sentence = CutLetter(article_.body, facts->sentence);
    if (facts->is_item && kind_ == Kind::kReport) facts->sentence = WithoutNumber(article_.body, facts->sentence);
    facts->sentence = CutOrdinal(article_, facts->sentence, facts->tokens);
    facts->sentence = CutOpener(article_, facts->sentence, facts->tokens);
    while (!facts->tokens.empty() && facts->tokens.front().original.begin < facts->sentence.begin) {
      facts->tokens = facts->tokens.subspan(1);
    }
  }

  // What opens an answer and is short, or has neither a name nor a number, needs its question. "I" is who answers.
  void MarkAnswers() {
    constexpr size_t kShort = 8;  // words
    for (Facts& facts : candidates_) {
      const std::optional<size_t> words = WordsOfAnswer(article_, structure_, article_.sentences[facts.number]);
      if (words && (*words < kShort || IsEmpty(facts))) facts.needs_antecedent = true;
      facts.needs_speaker = false;
    }
  }

  // What follows an objection answers it.
  void MarkReplies() {
    for (size_t i = 1; i < candidates_.size(); ++i) {
      if (candidates_[i - 1].is_objection) candidates_[i].needs_antecedent = true;
    }
  }

  bool IsScene(const Facts& facts) const {
    return Tells(facts) < weights_.opening_news && IsNew(facts, title_) < weights_.scene_new && !Speaks(facts) &&
           title_.Share(facts.title_bits) < weights_.announcement_share;
  }

  // Whether the news seems to begin with an answer that the title announces.
  bool AnswersTitle() const {
    return start_ >= introduced_ && start_ < candidates_.size() &&
           title_.Share(candidates_[start_].title_bits) >= weights_.late_share;
  }

  // Whether the news seems to begin before the questions, with a sentence that is news.
  bool IntroducesWithNews() const {
    return start_ < introduced_ && IsNew(candidates_[start_], title_) >= weights_.scene_new;
  }

  // What comes late begins the news where its setting is nothing but background, or a scene that a turn needs not turn from.
  void FindLateNews() {
    late_ = FindLate(candidates_, start_, title_, weights_);
    if (!late_) return;
    const auto opening = std::span(candidates_).subspan(start_, std::min(kLeadSentences, *late_ - start_));
    const bool is_cut = candidates_[*late_].turns && CutTurn(*late_) != candidates_[*late_].sentence;
    const bool tells_nothing = std::all_of(opening.begin(), opening.end(), [&](const Facts& facts) {
      return facts.is_background || (is_cut && IsScene(facts));
    });
    if (tells_nothing) start_ = *std::exchange(late_, std::nullopt);
  }

  // Its news is the answer that the title announces, or the newest one; what introduces the interview says whose answer it is.
  void FindNewsOfInterview() {
    const uint32_t begin = structure_.questions.front().begin;
    const auto end = std::partition_point(candidates_.begin(), candidates_.end(),
                                          [&](const Facts& facts) { return facts.sentence.begin < begin; });
    introduced_ = static_cast<size_t>(end - candidates_.begin());
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

  static bool IsEmpty(const Facts& facts) { return facts.names.empty() && !facts.has_number; }

  // Whether nothing in it is a fact: no name, number, action, speech, demand.
  static bool IsDull(const Facts& facts) {
    return IsEmpty(facts) && !facts.acts && facts.speech.empty() && !Demands(facts);
  }

  static bool NeedsAnother(const Facts& facts) { return facts.needs_antecedent || facts.needs_speaker; }

  size_t CountNewNames(const Facts& facts) const {
    std::vector<uint32_t> found;
    for (const Name& name : facts.names) {
      if (IsSaid(name.entity) || std::find(found.begin(), found.end(), name.entity) != found.end()) continue;
      found.push_back(name.entity);
    }
    return found.size();
  }

  bool IsSaid(uint32_t entity) const { return std::find(said_.begin(), said_.end(), entity) != said_.end(); }

  static bool Contains(const std::vector<size_t>& picked, size_t candidate) {
    return std::find(picked.begin(), picked.end(), candidate) != picked.end();
  }

  // Whether the sentence right before the candidate in the article is chosen.
  bool FollowsChosen(size_t candidate, const std::vector<size_t>& picked) const {
    return std::any_of(picked.begin(), picked.end(),
                       [&](size_t other) { return candidates_[other].number + 1 == candidates_[candidate].number; });
  }

  // Whether the sentence right before it is chosen and says who speaks.
  bool FollowsSpeaker(size_t candidate, const std::vector<size_t>& picked) const {
    return std::any_of(picked.begin(), picked.end(), [&](size_t other) {
      return candidates_[other].number + 1 == candidates_[candidate].number && !candidates_[other].speech.empty();
    });
  }

  // Whether it may answer what somebody says in a chosen sentence not long before it; if the one before it
  // in its paragraph says something, in that one.
  bool IsAnswer(size_t candidate, const std::vector<size_t>& picked) const {
    constexpr size_t kNear = 10;  // sentences
    const bool follows_accuser = candidate > 0 && !candidates_[candidate].opens_paragraph &&
                                 candidates_[candidate - 1].acts && Speaks(candidates_[candidate - 1]);
    const size_t near = follows_accuser ? 1 : kNear;
    return std::any_of(picked.begin(), picked.end(), [&](size_t other) {
      const Facts& facts = candidates_[other];
      return other < candidate && candidate - other <= near && (!facts.speech.empty() || facts.acts) && !facts.denies;
    });
  }

  // In sentences, from where the news begins. Once late news is told, what follows it comes first, then its setting.
  size_t Distance(size_t candidate, const std::vector<size_t>& picked) const {
    if (!late_ || !Contains(picked, *late_)) return candidate - start_;
    return candidate > *late_ ? candidate - *late_ : candidate - start_ + 1;
  }

  double Gain(size_t candidate, const std::vector<size_t>& picked) const {
    const Facts& facts = candidates_[candidate];
    if (introduction_ == candidate) return weights_.introduction;
    double gain = PositionGain(candidate, picked) + NoveltyGain(facts) + ContentGain(facts) + LengthGain(facts);
    if (facts.denies) gain += IsAnswer(candidate, picked) ? weights_.denial : weights_.denial_alone;
    if (late_ == candidate) return gain + weights_.late_news;  // a turn follows its setting
    const bool is_orphan = (NeedsAnother(facts) && !FollowsChosen(candidate, picked)) ||
                           (facts.lacks_speaker && !FollowsSpeaker(candidate, picked));
    return is_orphan ? gain + weights_.orphan : gain;
  }

  double PositionGain(size_t candidate, const std::vector<size_t>& picked) const {
    if (candidate < start_)
      return has_newest_answer_ && candidate >= introduced_ ? weights_.earlier_answer : weights_.before;
    const double position = kind_ == Kind::kInterview ? weights_.answer : weights_.position;
    return position / static_cast<double>(1 + Distance(candidate, picked));
  }

  // For words over the budget by more than a quarter.
  double LengthGain(const Facts& facts) const {
    const double over = (words_ + facts.words) / static_cast<double>(budget_words_) - 1.25;
    return over > 0 ? weights_.long_summary * over : 0;
  }

  // For what the title announces and the names that no chosen sentence has yet.
  double NoveltyGain(const Facts& facts) const {
    const uint32_t announced = title_.Share(facts.title_bits & ~said_bits_);
    double gain = weights_.announced * announced / 1000.0;
    if (facts.acts && announced >= weights_.announcement_share) gain += weights_.announcement;
    return gain +
           weights_.name * static_cast<double>(std::min(CountNewNames(facts), kNamesThatCount)) / kNamesThatCount;
  }

  // For what the sentence has or lacks, whatever is chosen.
  double ContentGain(const Facts& facts) const {
    const bool is_caption_of_report = facts.is_caption && kind_ == Kind::kReport;
    const std::pair<bool, double> traits[] = {
        {!facts.figure.empty(), weights_.figure}, {Speaks(facts), weights_.speech},
        {IsEmpty(facts), weights_.empty},         {facts.evaluates, weights_.evaluation},
        {facts.is_filler, weights_.filler},       {is_hard_news_ && IsDull(facts), weights_.dull},
        {facts.is_earlier, weights_.earlier},     {facts.is_routine || is_caption_of_report, weights_.routine},
    };
    double gain = 0;
    for (const auto& [holds, weight] : traits) gain += holds ? weight : 0;
    return gain;
  }

  // The number of candidates if none adds enough.
  size_t BestOfRest(const std::vector<size_t>& picked) const {
    size_t best = candidates_.size();
    double best_gain = weights_.least;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (Contains(picked, i)) continue;
      const double gain = Gain(i, picked);
      if (gain > best_gain) {
        best = i;
        best_gain = gain;
      }
    }
    return best;
  }

  void Say(const Facts& facts) {
    said_bits_ |= facts.title_bits;
    for (const Name& name : facts.names) {
      if (!IsSaid(name.entity)) said_.push_back(name.entity);
    }
  }

  std::vector<Reason> ReasonsFor(size_t candidate, const std::vector<size_t>& picked) const {
    const Facts& facts = candidates_[candidate];
    std::vector<Reason> reasons;
    if (kind_ == Kind::kLiveBlog) {
      reasons.push_back({ReasonKind::kNewest, {}});
    } else if (picked.empty()) {
      reasons.push_back({ReasonKind::kLead, {}});
    }
    if (title_.Share(facts.title_bits & ~said_bits_) >= kAnnouncedShare) {
      reasons.push_back({ReasonKind::kAnnounced, AnnouncedWords(facts)});
    }
    if (CountNewNames(facts) > 0) reasons.push_back({ReasonKind::kName, NewNames(facts)});
    if (!facts.figure.empty()) reasons.push_back({ReasonKind::kFigure, {facts.figure}});
    if (Speaks(facts)) reasons.push_back({ReasonKind::kSpeech, {facts.speech}});
    if (NeedsAnother(facts) && FollowsChosen(candidate, picked)) {
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
    uint64_t open = facts.title_bits & ~said_bits_;
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
      if (IsSaid(name.entity) || std::find(found.begin(), found.end(), name.entity) != found.end()) continue;
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
    choice.words = words_;
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
  uint32_t words_ = 0;  // that are chosen
  uint32_t budget_words_ = 1;
  std::vector<uint32_t> said_;
  uint64_t said_bits_ = 0;
  std::vector<std::vector<Reason>> reasons_;  // in the order of choosing
};

}  // namespace

Choice Choose(const Article& article, const Budget& budget, const Weights& weights) {
  return Chooser(article, weights).Run(budget);
}

}  // namespace marsad::summarize
