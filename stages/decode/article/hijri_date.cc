#include "stages/decode/article/hijri_date.h"

#include <algorithm>
#include <cstdint>

#include "lib/text/calendar.h"
#include "lib/text/date_words.h"

namespace marsad::decode {
namespace {

using text::DateWordKind;

constexpr int kFirstHijriYear = 1300;
constexpr int kLastHijriYear = 1600;
constexpr int kFirstUnmarkedYear = 1411;  // 1990; earlier ones may be years of the Iranian calendar

bool IsHijriYear(const DateToken& token) {
  return token.IsNumber() && token.text.size() == 4 && token.number() >= kFirstHijriYear &&
         token.number() <= kLastHijriYear;
}

std::optional<Moment> HijriDay(int year, int month, int day) {
  const std::optional<int64_t> days = text::DaysOfUmmAlQura(year, month, day);
  if (!days) return std::nullopt;
  return Moment{.unix_seconds = *days * 86400, .precision = Precision::kDay, .hijri = true};
}

using TokenPlace = std::vector<DateToken>::iterator;

// "12 Ramadan 1447" at `month`, which may be of two words: cut out of `tokens`.
std::optional<Moment> TakeNamed(std::vector<DateToken>* tokens, TokenPlace month) {
  if (month == tokens->begin() || !std::prev(month)->IsNumber(2)) return std::nullopt;
  auto year = std::next(month);
  text::DateWord word;
  if (year != tokens->end() && year->IsWord()) {
    word = text::FindDateWord(month->text + ' ' + year->text);
    if (word.kind == DateWordKind::kHijri) ++year;
  }
  if (word.kind != DateWordKind::kHijri) word = text::FindDateWord(month->text);
  while (year != tokens->end() && year->IsSign()) ++year;
  if (word.kind != DateWordKind::kHijri || year == tokens->end() || !IsHijriYear(*year)) return std::nullopt;
  const std::optional<Moment> moment = HijriDay(year->number(), word.value, std::prev(month)->number());
  tokens->erase(std::prev(month), std::next(year));
  return moment;
}

// "1447/05/12", "12-5-1447".
std::optional<Moment> TakeNumeric(std::vector<DateToken>* tokens, TokenPlace first) {
  if (tokens->end() - first < 5 || !first[1].IsSign() || !first[2].IsNumber(2) || !first[3].IsSign())
    return std::nullopt;
  const bool year_first = IsHijriYear(first[0]) && first[4].IsNumber(2);
  if (!year_first && !(first[0].IsNumber(2) && IsHijriYear(first[4]))) return std::nullopt;
  const int year = first[year_first ? 0 : 4].number();
  if (year < kFirstUnmarkedYear) return std::nullopt;
  const std::optional<Moment> moment = HijriDay(year, first[2].number(), first[year_first ? 4 : 0].number());
  tokens->erase(first, first + 5);
  return moment;
}

}  // namespace

std::optional<Moment> TakeHijriDate(std::vector<DateToken>* tokens) {
  if (std::ranges::none_of(*tokens, IsHijriYear)) return std::nullopt;
  for (auto at = tokens->begin(); at != tokens->end(); ++at) {
    if (at->IsSign()) continue;
    const size_t before = tokens->size();
    std::optional<Moment> moment = at->IsWord() ? TakeNamed(tokens, at) : TakeNumeric(tokens, at);
    if (tokens->size() < before) return moment;
  }
  return std::nullopt;
}

}  // namespace marsad::decode
