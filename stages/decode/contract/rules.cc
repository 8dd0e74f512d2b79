#include "stages/decode/contract/rules.h"

#include <algorithm>
#include <string>

#include "lib/base/utf8.h"
#include "lib/record/sha256.h"
#include "lib/text/utf8.h"
#include "marsad/v1/article.pb.h"
#include "stages/decode/article/clean.h"
#include "stages/decode/article/moment.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxUriBytes = 2048;
constexpr int64_t kFirstSecond = -62'135'596'800;  // what google.protobuf.Timestamp may hold
constexpr int64_t kLastSecond = 253'402'300'799;

bool IsInCalendar(const v1::Time& time) {
  const auto& utc = time.utc();
  return time.has_utc() && utc.seconds() >= kFirstSecond && utc.seconds() <= kLastSecond && utc.nanos() >= 0 &&
         utc.nanos() <= 999'999'999;
}

bool IsAhead(const v1::Time& time, int64_t received_ms) {
  Moment moment{.unix_seconds = time.utc().seconds()};
  if (time.has_offset_minutes()) moment.offset_minutes = time.offset_minutes();
  return IsFuture(moment, received_ms);
}

void MarkFuture(int64_t received_ms, v1::Time* time) {
  time->clear_future();
  if (IsAhead(*time, received_ms)) time->set_future(true);
}

Checked CheckTimes(Timestamp received, v1::Article* article) {
  if (article->has_embargoed_until() && !IsInCalendar(article->embargoed_until())) {
    return Refuse(Fault::kBadField, "field \"embargoed_until\" holds no moment of the years 1 to 9999");
  }
  if (article->has_published() && !IsInCalendar(article->published())) {
    article->clear_published();
    Ignore(article, "published: not a moment of the years 1 to 9999");
  }
  if (article->has_updated() && !IsInCalendar(article->updated())) {
    article->clear_updated();
    Ignore(article, "updated: not a moment of the years 1 to 9999");
  }
  if (!received.known()) return {};
  if (article->has_published()) MarkFuture(received.millis(), article->mutable_published());
  if (article->has_updated()) MarkFuture(received.millis(), article->mutable_updated());
  article->mutable_received()->set_seconds(received.millis() / 1000);
  article->mutable_received()->set_nanos(static_cast<int32_t>(received.millis() % 1000 * 1'000'000));
  return {};
}

// Fields that describe: a wrong value is left out and named, the article goes on.
void CheckDescription(v1::Article* article) {
  if (article->has_language()) {
    if (const auto tag = LanguageTag(article->language())) {
      article->set_language(*tag);
    } else {
      Ignore(article, "language: not a language tag: " + Quote(article->language()));
      article->clear_language();
    }
  }
  if (article->source().has_country()) {
    if (const auto code = CountryCode(article->source().country())) {
      article->mutable_source()->set_country(*code);
    } else {
      Ignore(article, "source.country: not two letters: " + Quote(article->source().country()));
      article->mutable_source()->clear_country();
    }
  }
  if (article->has_urgency() && (article->urgency() < 1 || article->urgency() > 9)) {
    Ignore(article, "urgency: not from 1 to 9: " + std::to_string(article->urgency()));
    article->clear_urgency();
  }
}

Checked CheckLength(std::string_view name, std::string_view text, size_t limit) {
  if (text.size() <= limit) return {};  // no more characters than bytes
  const size_t characters = CountCharacters(text);
  if (characters <= limit) return {};
  return Refuse(Fault::kLimitExceeded, "the " + std::string(name) + " has " + std::to_string(characters) +
                                           " characters; allowed are " + std::to_string(limit) + " (limits." +
                                           std::string(name) + "_chars)");
}

Checked CheckTexts(const Limits& limits, const v1::Article& article) {
  const bool named_kill =
      article.pub_status() == v1::Article::CANCELED && (!article.uri().empty() || !article.url().empty());
  if (!named_kill && !text::HasLetter(article.title()) && !text::HasLetter(article.body())) {
    return Refuse(Fault::kMissingField,
                  "neither \"title\" nor \"body\" holds a single letter; an article needs one of them");
  }
  if (Checked title = CheckLength("title", article.title(), limits.title_chars); !title) return title;
  return CheckLength("body", article.body(), limits.body_chars);
}

// The source's own identity, else the address, else what the article says: the same text from the same source again is
// the same article.
Checked SetUri(v1::Article* article) {
  if (article->uri().empty()) article->set_uri(article->url());
  if (article->uri().empty()) {
    const v1::Source& source = article->source();
    article->set_uri("urn:marsad:sha256:" + record::Sha256Hex((source.has_uri() ? source.uri() : source.name()) + '\0' +
                                                              article->title() + '\0' + article->body()));
  }
  if (article->uri().size() <= kMaxUriBytes) return {};
  return Refuse(Fault::kBadField, "field \"uri\" has " + std::to_string(article->uri().size()) +
                                      " bytes; allowed are " + std::to_string(kMaxUriBytes));
}

Checked CheckLinks(const Limits& limits, const v1::Article& article) {
  const auto links =
      static_cast<size_t>(std::count_if(article.markup().begin(), article.markup().end(),
                                        [](const v1::Markup& markup) { return markup.kind() == v1::Markup::LINK; }));
  if (links <= limits.links) return {};
  return Refuse(Fault::kLimitExceeded, "the article has " + std::to_string(links) + " links; allowed are " +
                                           std::to_string(limits.links) + " (limits.links)");
}

}  // namespace

Checked ApplyRules(const RuleOptions& options, v1::Article* article) {
  CleanStrings(options.clean, article);
  CheckDescription(article);
  if (Checked texts = CheckTexts(options.limits, *article); !texts) return texts;
  if (Checked links = CheckLinks(options.limits, *article); !links) return links;
  if (Checked times = CheckTimes(options.received, article); !times) return times;
  return SetUri(article);
}

}  // namespace marsad::decode
