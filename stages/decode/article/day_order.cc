#include "stages/decode/article/day_order.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "lib/text/code_point.h"
#include "lib/text/utf8.h"

namespace marsad::decode {
namespace {

enum class Order { kUnknown, kDayFirst, kMonthFirst };

constexpr int64_t kDay = 86400;
constexpr int64_t kLongestUpdate = 31 * kDay;
constexpr size_t kLooked = 200;  // bytes

// Countries where the month comes first, by ISO 3166; CLDR's short dates say so too.
constexpr std::string_view kMonthFirst[] = {"AS", "FM", "GU", "MH", "MP", "PH", "PW", "UM", "US", "VI"};
// Where both are in use.
constexpr std::string_view kEither[] = {"CA"};
// Domains of countries that stand for other things all over the world.
constexpr std::string_view kGeneric[] = {"AI", "CC", "CO", "EU", "FM", "GG", "IO",
                                         "LY", "ME", "SU", "TK", "TO", "TV", "WS"};
constexpr std::string_view kAmerican[] = {"GOV", "MIL", "EDU"};

template <size_t kSize>
bool Holds(const std::string_view (&names)[kSize], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return upper;
}

Order OfCountry(std::string_view country) {
  const std::string code = UpperAscii(country);
  if (code.size() != 2 || Holds(kEither, code)) return Order::kUnknown;
  return Holds(kMonthFirst, code) ? Order::kMonthFirst : Order::kDayFirst;
}

// Of the host's last label, in an address or alone.
Order OfAddress(std::string_view address) {
  if (const size_t scheme = address.find("://"); scheme != std::string_view::npos) address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#:"));
  const size_t dot = address.rfind('.');
  if (dot == std::string_view::npos) return Order::kUnknown;
  const std::string label = UpperAscii(address.substr(dot + 1));
  if (Holds(kAmerican, label)) return Order::kMonthFirst;
  return Holds(kGeneric, label) ? Order::kUnknown : OfCountry(label);
}

// Of a language tag: its region, else the language.
Order OfLanguage(std::string_view tag) {
  const size_t end = tag.find_first_of("-_");
  if (end != std::string_view::npos && tag.size() == end + 3) {
    if (const Order order = OfCountry(tag.substr(end + 1)); order != Order::kUnknown) return order;
  }
  const std::string language = UpperAscii(tag.substr(0, end));
  return language.empty() || language.starts_with("EN") ? Order::kUnknown : Order::kDayFirst;
}

// Of what the article is written in: only in Latin script the month comes first anywhere.
Order OfScript(std::string_view text) {
  constexpr char32_t kBehindLatin = 0x0370;
  for (size_t at = 0; at < std::min(text.size(), kLooked);) {
    const text::CodePoint c = text::CodePointAt(text, at);
    at += c.bytes;
    if (!text::HasLetter(text.substr(at - c.bytes, c.bytes))) continue;
    return c.value >= kBehindLatin ? Order::kDayFirst : Order::kUnknown;
  }
  return Order::kUnknown;
}

Order OfSource(const Draft& draft) {
  for (const Order order : {OfCountry(draft.source_country), OfAddress(draft.source_uri), OfAddress(draft.url),
                            OfLanguage(draft.language), OfScript(draft.title.empty() ? draft.body : draft.title)}) {
    if (order != Order::kUnknown) return order;
  }
  return Order::kUnknown;
}

bool IsOpen(const std::optional<Moment>& moment) { return moment && moment->month_first.has_value(); }

// The only reading that `fits`.
template <typename Fits>
Order OnlyOne(const Moment& moment, Fits fits) {
  const bool day_first = fits(moment.unix_seconds);
  const bool month_first = fits(*moment.month_first);
  if (day_first == month_first) return Order::kUnknown;
  return day_first ? Order::kDayFirst : Order::kMonthFirst;
}

Order ByOther(const Draft& draft, bool is_published) {
  const std::optional<Moment>& other = is_published ? draft.updated : draft.published;
  if (!other || other->month_first) return Order::kUnknown;
  const auto fits = [&](int64_t seconds) {
    const int64_t later = is_published ? other->unix_seconds - seconds : seconds - other->unix_seconds;
    return later >= -kDay && later <= kLongestUpdate;
  };
  return OnlyOne(is_published ? *draft.published : *draft.updated, fits);
}

void Settle(const char* name, Order order, std::optional<Moment>* moment, Draft* draft) {
  if (order == Order::kUnknown) {
    draft->ignored_fields.push_back(std::string(name) +
                                    ": day and month can be told apart by nothing that is known of the source");
    moment->reset();
    return;
  }
  if (order == Order::kMonthFirst) (*moment)->unix_seconds = *(*moment)->month_first;
  (*moment)->month_first.reset();
}

}  // namespace

void SettleDayOrder(std::optional<int64_t> received_ms, Draft* draft) {
  if (!IsOpen(draft->published) && !IsOpen(draft->updated)) return;
  const auto decide = [&](const Moment& moment, bool is_published) {
    Order order = ByOther(*draft, is_published);
    if (order == Order::kUnknown && received_ms) {
      order = OnlyOne(moment, [&](int64_t seconds) {
        Moment reading = moment;
        reading.unix_seconds = seconds;
        return !IsFuture(reading, *received_ms);
      });
    }
    return order == Order::kUnknown ? OfSource(*draft) : order;
  };
  const Order published = IsOpen(draft->published) ? decide(*draft->published, true) : Order::kUnknown;
  const Order updated = IsOpen(draft->updated) ? decide(*draft->updated, false) : Order::kUnknown;
  // One hand wrote both.
  if (IsOpen(draft->published)) {
    Settle("published", published != Order::kUnknown ? published : updated, &draft->published, draft);
  }
  if (IsOpen(draft->updated)) {
    Settle("updated", updated != Order::kUnknown ? updated : published, &draft->updated, draft);
  }
}

}  // namespace marsad::decode
