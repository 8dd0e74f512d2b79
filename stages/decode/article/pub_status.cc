#include "stages/decode/article/pub_status.h"

#include <algorithm>
#include <string>

namespace marsad::decode {
namespace {

struct StatusWord {
  std::string_view word;
  PubStatus status;
};
// The words of IPTC's standards first in each group, then those of content systems and agencies.
constexpr StatusWord kWords[] = {
    {"usable", PubStatus::kUsable},      {"publish", PubStatus::kUsable},       {"published", PubStatus::kUsable},
    {"public", PubStatus::kUsable},      {"live", PubStatus::kUsable},          {"active", PubStatus::kUsable},
    {"online", PubStatus::kUsable},      {"released", PubStatus::kUsable},      {"available", PubStatus::kUsable},
    {"approved", PubStatus::kUsable},    {"final", PubStatus::kUsable},         {"withheld", PubStatus::kWithheld},
    {"embargoed", PubStatus::kWithheld}, {"draft", PubStatus::kWithheld},       {"private", PubStatus::kWithheld},
    {"pending", PubStatus::kWithheld},   {"unpublished", PubStatus::kWithheld}, {"scheduled", PubStatus::kWithheld},
    {"future", PubStatus::kWithheld},    {"hold", PubStatus::kWithheld},        {"review", PubStatus::kWithheld},
    {"canceled", PubStatus::kCanceled},  {"cancelled", PubStatus::kCanceled},   {"killed", PubStatus::kCanceled},
    {"deleted", PubStatus::kCanceled},   {"retracted", PubStatus::kCanceled},   {"withdrawn", PubStatus::kCanceled},
    {"removed", PubStatus::kCanceled},
};

bool IsSame(char letter, char lower) { return (letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) == lower; }

}  // namespace

std::optional<PubStatus> StatusOf(std::string_view word) {
  constexpr std::string_view kBlanks = " \t\r\n";
  word = word.substr(word.find_last_of(":/#") + 1);
  word.remove_prefix(std::min(word.find_first_not_of(kBlanks), word.size()));
  word = word.substr(0, word.find_last_not_of(kBlanks) + 1);
  const auto* const found = std::ranges::find_if(
      kWords, [&](const StatusWord& known) { return std::ranges::equal(word, known.word, IsSame); });
  return found == std::end(kWords) ? std::nullopt : std::optional(found->status);
}

void TakeStatus(std::string_view name, std::string_view word, Draft* draft) {
  if (const std::optional<PubStatus> status = StatusOf(word)) {
    draft->pub_status = status;
  } else {
    draft->ignored_fields.push_back(std::string(name) + ": " + Quote(word));
  }
}

}  // namespace marsad::decode
