#include "stages/decode/stage.h"

#include <string>
#include <utility>
#include <vector>

#include "lib/record/header.h"
#include "lib/record/sha256.h"
#include "lib/text/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/clean.h"
#include "stages/decode/content_type.h"
#include "stages/decode/encoding.h"
#include "stages/decode/json_article.h"
#include "stages/decode/refusal.h"
#include "stages/decode/sniff.h"
#include "stages/decode/stage_message.h"
#include "stages/decode/text_article.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxUriBytes = 2048;
constexpr int64_t kFirstSecond = -62'135'596'800;  // what google.protobuf.Timestamp may hold
constexpr int64_t kLastSecond = 253'402'300'799;

struct Limits {
  size_t title_chars;
  size_t body_chars;
};

pipeline::RejectCode CodeOf(Fault fault) {
  switch (fault) {
    case Fault::kUnknownFormat:
      return pipeline::RejectCode::kUnknownFormat;
    case Fault::kMalformed:
      return pipeline::RejectCode::kMalformed;
    case Fault::kBadEncoding:
      return pipeline::RejectCode::kBadEncoding;
    case Fault::kMissingField:
      return pipeline::RejectCode::kMissingField;
    case Fault::kBadField:
      return pipeline::RejectCode::kBadField;
    case Fault::kLimitExceeded:
      return pipeline::RejectCode::kLimitExceeded;
  }
  return pipeline::RejectCode::kMalformed;
}

// ---- The rules that all formats share.

bool IsBoundary(std::string_view text, size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

bool Fits(const v1::Span& span, const v1::Article& article) {
  if (span.field() != v1::Span::TITLE && span.field() != v1::Span::BODY) return false;
  const std::string& text = span.field() == v1::Span::TITLE ? article.title() : article.body();
  return span.begin() <= span.end() && IsBoundary(text, span.begin()) && IsBoundary(text, span.end());
}

// Markup is only as good as the texts that it was made for.
void CheckMarkup(bool texts_changed, v1::Article* article) {
  const int before = article->markup_size();
  auto* markup = article->mutable_markup();
  for (int i = before - 1; i >= 0; --i) {
    if (texts_changed || !Fits(markup->Get(i).span(), *article)) markup->DeleteSubrange(i, 1);
  }
  if (article->markup_size() != before) Ignore(article, "markup: does not fit title and body");
}

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

Checked CheckTimes(int64_t received_ms, v1::Article* article) {
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
  if (received_ms <= 0) return {};
  for (v1::Time* time : {article->has_published() ? article->mutable_published() : nullptr,
                         article->has_updated() ? article->mutable_updated() : nullptr}) {
    if (time == nullptr) continue;
    time->clear_future();
    if (IsAhead(*time, received_ms)) time->set_future(true);
  }
  article->mutable_received()->set_seconds(received_ms / 1000);
  article->mutable_received()->set_nanos(static_cast<int32_t>(received_ms % 1000 * 1'000'000));
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
  const size_t characters = text::CountCharacters(text);
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

class DecodeStage final : public pipeline::Decoder {
 public:
  explicit DecodeStage(const Limits& limits) : limits_(limits) {}

  std::string_view name() const override { return "decode"; }
  std::string_view bundle() const override { return {}; }

  pipeline::Decoded Decode(const pipeline::InputRecord& input) override {
    message_.Clear();
    v1::Article* article = message_.mutable_article();
    Checked done = Read(input, article);
    if (done) done = Finish(input, article);
    if (!done) return pipeline::Reject{CodeOf(done.error().fault), std::move(done.error().detail)};
    return std::vector<pipeline::KeyedArticle>{{.key = article->uri(), .delta = message_.SerializeAsString()}};
  }

 private:
  Checked Read(const pipeline::InputRecord& input, v1::Article* article) {
    const ContentType type = ParseContentType(record::FindHeader(input.headers, "content-type").value_or(""));
    const Format format = FormatOf(type.media_type);
    if (format == Format::kUnknown) {
      return Refuse(Fault::kUnknownFormat, "the content type " + Quote(type.media_type) +
                                               " is not decoded here; accepted are " + std::string(kAcceptedTypes));
    }
    if (const auto schema = FramedSchema(input.value); schema && format != Format::kText) {
      return Refuse(Fault::kUnknownFormat,
                    "the value begins with a schema registry's frame (a zero byte and schema id " +
                        std::to_string(*schema) + "), which is not decoded here; send it without");
    }
    if (format == Format::kGuess) return ReadGuessed(input.value, type, article);
    if (format == Format::kProtobuf) {
      Checked read = ReadProtobuf(input.value, type.message_type, article);
      Describe(type.media_type, false, article);
      return read;
    }
    const OrRefusal<Utf8Text> utf8 = ToUtf8(input.value, type.charset);
    if (!utf8) return tl::unexpected(utf8.error());
    return ReadText(*utf8, format, {.media_type = type.media_type, .guessed = false}, article);
  }

  Checked ReadGuessed(std::string_view value, const ContentType& type, v1::Article* article) {
    if (const std::string_view message = GuessMessage(value); !message.empty()) {
      Checked read = ReadProtobuf(value, message, article);
      Describe("application/x-protobuf", true, article);
      return read;
    }
    const OrRefusal<Utf8Text> utf8 = ToUtf8(value, type.charset);
    if (!utf8) {
      return Refuse(Fault::kUnknownFormat,
                    "no content type is given and the bytes look like none of the accepted formats: " +
                        std::string(kAcceptedTypes) + "; read as text: " + utf8.error().detail);
    }
    const OrRefusal<Format> format = GuessTextFormat(utf8->text());
    if (!format) return tl::unexpected(format.error());
    const std::string_view media_type = *format == Format::kJson ? "application/json" : "text/plain";
    return ReadText(*utf8, *format, {.media_type = media_type, .guessed = true}, article);
  }

  struct Kind {
    std::string_view media_type;
    bool guessed;
  };

  Checked ReadText(const Utf8Text& utf8, Format format, const Kind& kind, v1::Article* article) {
    OrRefusal<Draft> draft = format == Format::kJson ? json_.Read(utf8.text()) : ReadTextArticle(utf8.text());
    if (!draft) return tl::unexpected(std::move(draft.error()));
    const uint32_t repairs = utf8.repairs + draft->repairs;
    Fill(std::move(*draft), article);
    Describe(kind.media_type, kind.guessed, article);
    v1::Input* input = article->mutable_input();
    input->set_charset(utf8.charset);
    if (utf8.charset_guessed) input->set_charset_guessed(true);
    if (repairs > 0) input->set_repairs(repairs);
    return {};
  }

  static void Describe(std::string_view media_type, bool guessed, v1::Article* article) {
    article->mutable_input()->set_content_type(std::string(media_type));
    if (guessed) article->mutable_input()->set_content_type_guessed(true);
  }

  Checked Finish(const pipeline::InputRecord& input, v1::Article* article) {
    const std::string title = article->markup_size() > 0 ? article->title() : "";
    const std::string body = article->markup_size() > 0 ? article->body() : "";
    // Texts that were converted are valid; protobuf promises nothing.
    CleanStrings({.repair = !article->input().has_charset()}, article);
    if (article->markup_size() > 0) CheckMarkup(title != article->title() || body != article->body(), article);
    CheckDescription(article);
    if (Checked texts = CheckTexts(limits_, *article); !texts) return texts;
    if (Checked times = CheckTimes(input.timestamp_ms, article); !times) return times;
    Trace(input, article->mutable_input());
    return SetUri(article);
  }

  static void Trace(const pipeline::InputRecord& input, v1::Input* to) {
    to->set_sha256(record::Sha256Hex(input.value));
    if (input.topic.empty()) return;
    to->set_topic(std::string(input.topic));
    to->set_partition(input.partition);
    to->set_offset(input.offset);
  }

  const Limits limits_;
  JsonReader json_;
  v1::EnrichedArticle message_;
};

}  // namespace

Result<pipeline::DecoderFactory> LoadDecode(const config::v1::Config& config) {
  const Limits limits{.title_chars = static_cast<size_t>(config.limits().title_chars()),
                      .body_chars = static_cast<size_t>(config.limits().body_chars())};
  return [limits] { return std::make_unique<DecodeStage>(limits); };
}

}  // namespace marsad::decode
