#include "stages/normalize/unsigned_credit.h"

#include <algorithm>
#include <vector>

#include "stages/normalize/credit_parts.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestHead = 80;    // bytes
constexpr size_t kLongestOutlet = 60;  // bytes
constexpr size_t kMostPlaceWords = 3;

bool BeginsText(std::string_view rest) {
  rest = Trim(rest);
  if (rest.empty()) return false;
  const SentenceClass first = FirstClass(rest);
  return first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter;
}

bool IsPlace(std::string_view text) {
  return IsBarePlace(text) || (IsPlaceInCapitals(text) && Words(text).size() <= kMostPlaceWords);
}

bool IsDay(std::string_view text) {
  return !text.empty() && text.size() <= 2 && text.find_first_not_of("0123456789") == text.npos;
}

std::optional<Credit> FindHyphenated(std::string_view line) {
  const size_t hyphen = line.substr(0, kLongestHead).find('-');
  const size_t blank = hyphen == line.npos ? line.npos : line.find(' ', hyphen);
  if (blank == line.npos || !IsBarePlace(line.substr(0, hyphen))) return std::nullopt;
  const std::string_view name = line.substr(hyphen + 1, blank - hyphen - 1);
  const bool is_agency =
      Phrases::Get().IsAgency(name) || Phrases::Get().IsAgencyAfter(Trim(line.substr(0, hyphen)), name);
  return is_agency && BeginsText(line.substr(blank)) ? std::optional<Credit>({BlockKind::kDateline, blank})
                                                     : std::nullopt;
}

std::optional<Credit> FindBracketed(std::string_view line) {
  const size_t open = line.substr(0, kLongestHead).find('(');
  const size_t close = open == line.npos ? line.npos : line.substr(0, open + kLongestHead).find(") ", open);
  if (close == line.npos || open == 0) return std::nullopt;
  const std::vector<std::string_view> parts = Parts(Trim(line.substr(0, open)));
  const bool is_place = IsPlace(parts[0]) && std::all_of(parts.begin() + 1, parts.end(), [](std::string_view part) {
                          return IsDay(part) || IsBarePlace(part);
                        });
  const std::string_view name = line.substr(open + 1, close - open - 1);
  const bool is_agency = Phrases::Get().IsAgency(name) || Phrases::Get().IsAgencyAfter(parts[0], name);
  if (!is_place || !is_agency) return std::nullopt;
  return BeginsText(line.substr(close + 1)) ? std::optional<Credit>({BlockKind::kDateline, close + 1}) : std::nullopt;
}

}  // namespace

std::optional<Credit> FindUnsignedCredit(std::string_view line) {
  if (const auto credit = FindHyphenated(line)) return credit;
  return FindBracketed(line);
}

void TakeQuotedOutlet(std::string_view line, Credit* credit) {
  constexpr std::string_view kOpen = "\u00AB";
  constexpr std::string_view kClose = "\u00BB:";
  const size_t begin = line.find_first_not_of(' ', credit->bytes);
  if (begin == line.npos || !line.substr(begin).starts_with(kOpen)) return;
  const size_t close = line.substr(0, begin + kLongestOutlet).find(kClose, begin);
  if (close != line.npos) credit->bytes = close + kClose.size();
}

}  // namespace marsad::normalize
