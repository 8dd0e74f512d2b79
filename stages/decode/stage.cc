#include "stages/decode/stage.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/record/header.h"
#include "lib/record/sha256.h"
#include "lib/text/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/article/byline_line.h"
#include "stages/decode/article/day_order.h"
#include "stages/decode/article/flash.h"
#include "stages/decode/article/moment.h"
#include "stages/decode/article/notes.h"
#include "stages/decode/article/title_mark.h"
#include "stages/decode/content_type.h"
#include "stages/decode/contract/event.h"
#include "stages/decode/contract/frame.h"
#include "stages/decode/contract/message.h"
#include "stages/decode/contract/rules.h"
#include "stages/decode/encoding.h"
#include "stages/decode/formats.h"
#include "stages/decode/limits.h"
#include "stages/decode/refusal.h"
#include "stages/decode/sniff.h"

namespace marsad::decode {
namespace {

constexpr size_t kMarkupLooked = 1024;
constexpr size_t kMaxNamed = 8;  // refused articles of a record that the sentence names

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

// What became of one record, which may hold several articles.
struct Harvest {
  std::vector<pipeline::KeyedArticle> articles;
  std::vector<Drafts::Refused> refused;
  bool is_list = false;
  size_t beyond = 0;
  uint32_t count = 0;  // articles so far, refused ones included

  void Refuse(Refusal why) { refused.push_back({count++, std::move(why)}); }
  // One sentence on all that is refused; at least one is.
  pipeline::Reject Explain(const Limits& limits) const;
  pipeline::Decoded Answer(const Limits& limits) &&;
};

pipeline::Reject Harvest::Explain(const Limits& limits) const {
  if (!is_list) return {CodeOf(refused.front().why.fault), refused.front().why.detail};
  const size_t missing = refused.size() + beyond;
  std::string detail = "of " + std::to_string(articles.size() + missing) + " items " + std::to_string(missing) +
                       (missing == 1 ? " was refused" : " were refused");
  for (size_t i = 0; i < refused.size() && i < kMaxNamed; ++i) {
    detail += (i == 0 ? "; item " : "; ") + std::to_string(refused[i].index) + (i == 0 ? " (from 0): " : ": ") +
              refused[i].why.detail;
  }
  if (refused.size() > kMaxNamed) detail += "; and " + std::to_string(refused.size() - kMaxNamed) + " more";
  if (beyond > 0) {
    detail += "; allowed are " + std::to_string(limits.feed_items) + " items (limits.feed_items), " +
              std::to_string(beyond) + " came after them";
  }
  const Fault fault = refused.empty() ? Fault::kLimitExceeded : refused.front().why.fault;
  return {CodeOf(fault), std::move(detail)};
}

pipeline::Decoded Harvest::Answer(const Limits& limits) && {
  if (refused.empty() && beyond == 0) {
    if (articles.empty()) return pipeline::Skip{kNoItems};
    return std::move(articles);
  }
  pipeline::Reject reject = Explain(limits);
  if (articles.empty()) return reject;
  return pipeline::Partial{std::move(articles), std::move(reject)};
}

class DecodeStage final : public pipeline::Decoder {
 public:
  explicit DecodeStage(const Limits& limits) : limits_(limits) {}

  std::string_view name() const override { return "decode"; }
  std::string_view bundle() const override { return {}; }

  pipeline::Decoded Decode(const pipeline::InputRecord& input) override {
    input_ = &input;
    context_.reset();
    schema_.clear();
    harvest_ = {};
    if (Checked read = Open(); !read) harvest_.refused.push_back({0, std::move(read.error())});
    return std::move(harvest_).Answer(limits_);
  }

 private:
  // What is known of a message's bytes before its articles are read.
  struct Kind {
    std::string_view media_type;
    bool guessed;
    std::string declared = {};  // the media type that the bytes contradict; empty: none
  };

  // Takes the record out of its envelope.
  Checked Open() {
    if (Checked encoding = CheckEncoding(); !encoding) return encoding;
    const ContentType type = ParseContentType(record::FindHeader(input_->headers, "content-type").value_or(""));
    const EventMode mode = EventModeOf(type.media_type);
    if (mode != EventMode::kNone) {
      const OrRefusal<Utf8Text> utf8 = ToUtf8(input_->value, type.charset);
      if (!utf8) return tl::unexpected(utf8.error());
      return OpenEvents(mode, utf8->text());
    }
    auto context = ReadEventHeaders(input_->headers);
    if (!context) return tl::unexpected(std::move(context.error()));
    context_ = std::move(*context);
    return ReadFramed(type);
  }

  Checked CheckEncoding() const {
    const std::string_view encoding = record::FindHeader(input_->headers, "content-encoding").value_or("identity");
    if (encoding.empty() || encoding == "identity") return {};
    return Refuse(Fault::kUnknownFormat,
                  "the content encoding " + Quote(text::RepairUtf8(encoding).text) +
                      " is not decoded here; allowed is none: let Kafka compress (compression.type)");
  }

  Checked OpenEvents(EventMode mode, std::string_view text) {
    OrRefusal<Events> events = ReadEvents(text, mode, limits_, &json_.parser());
    if (!events) return tl::unexpected(std::move(events.error()));
    harvest_.is_list = mode == EventMode::kBatch;
    harvest_.beyond = events->beyond;
    for (OrRefusal<Event>& event : events->events) {
      Checked read = event ? ReadEvent(*event) : Checked(tl::unexpected(std::move(event.error())));
      if (!read) harvest_.Refuse(std::move(read.error()));
    }
    return {};
  }

  Checked ReadEvent(const Event& event) {
    context_ = event.context;
    return ReadValue(event.data, ParseContentType(event.content_type));
  }

  Checked ReadFramed(const ContentType& type) {
    const OrRefusal<Unframed> unframed = Unframe(input_->value, input_->headers, type.media_type);
    if (!unframed) return tl::unexpected(unframed.error());
    if (!unframed->has_frame) return ReadValue(input_->value, type);
    const std::string_view media_type = !SaysNothing(type.media_type) ? std::string_view(type.media_type)
                                        : unframed->is_protobuf       ? "application/x-protobuf"
                                                                      : "application/json";
    const Kind kind{media_type, SaysNothing(type.media_type)};
    schema_ = unframed->schema;
    if (unframed->is_protobuf) {
      const bool is_named = !type.message_type.empty();
      return ReadMessage(unframed->payload, is_named ? std::string_view(type.message_type) : unframed->message, kind);
    }
    return ReadKnown(unframed->payload, type, kind);
  }

  Checked ReadValue(std::string_view value, const ContentType& type) {
    if (IsProtobuf(type.media_type)) return ReadMessage(value, type.message_type, {type.media_type, false});
    if (SaysNothing(type.media_type)) return ReadGuessed(value, type);
    return ReadKnown(value, type, {type.media_type, false});
  }

  Checked ReadKnown(std::string_view value, const ContentType& type, const Kind& kind) {
    const Format* format = FindFormat(kind.media_type);
    if (format == nullptr) {
      return Refuse(Fault::kUnknownFormat, "the content type " + Quote(kind.media_type) +
                                               " is not decoded here; accepted are " + AcceptedTypes());
    }
    const OrRefusal<Utf8Text> utf8 = Utf8Of(value, type, format->is_markup);
    if (!utf8) return tl::unexpected(utf8.error());
    const Format& looks = FormatByLooks(*format, utf8->text());
    if (&looks == format) return ReadText(*utf8, *format, kind);
    return ReadText(*utf8, looks, {looks.media_types[0], true, std::string(kind.media_type)});
  }

  // Markup declares its own encoding, also if it comes under another name. It is believed rather than a transport that says
  // UTF-8 of all that it sends.
  static OrRefusal<Utf8Text> Utf8Of(std::string_view value, const ContentType& type, bool is_markup) {
    const bool is_false = IsFalselyUtf8(value, type.charset);
    const bool may_declare =
        (type.charset.empty() || is_false) && (is_markup || !RootName(value.substr(0, kMarkupLooked)).empty());
    const std::string own = may_declare ? DeclaredCharset(value) : std::string();
    OrRefusal<Utf8Text> utf8 = ToUtf8(value, own.empty() ? type.charset : own);
    if (utf8 && is_false && utf8->disbelieved.empty() && !own.empty()) utf8->disbelieved = type.charset;
    return utf8;
  }

  Checked ReadGuessed(std::string_view value, const ContentType& type) {
    if (const std::string_view message = GuessMessage(value); !message.empty()) {
      return ReadMessage(value, message, {"application/x-protobuf", true});
    }
    const bool is_markup = GuessMediaType(value.substr(0, 1)) == "application/xml";
    const OrRefusal<Utf8Text> utf8 = Utf8Of(value, type, is_markup);
    if (!utf8 && utf8.error().fault == Fault::kUnknownFormat) return tl::unexpected(utf8.error());
    if (!utf8) {
      return Refuse(Fault::kUnknownFormat,
                    "no content type is given and the bytes look like none of the accepted formats: " +
                        AcceptedTypes() + "; read as text: " + utf8.error().detail);
    }
    const std::string_view media_type = GuessMediaType(utf8->text());
    const Format* format = FindFormat(media_type);
    if (format != nullptr) return ReadText(*utf8, *format, {media_type, true});
    return Refuse(Fault::kUnknownFormat,
                  "no content type is given and the bytes look like " +
                      (media_type.empty() ? "none of the accepted formats" : std::string(media_type)) +
                      "; accepted are " + AcceptedTypes());
  }

  Checked ReadMessage(std::string_view value, std::string_view name, const Kind& kind) {
    message_.Clear();
    v1::Article* article = message_.mutable_article();
    if (Checked read = ReadProtobuf(value, name, article); !read) return read;
    if (harvest_.is_list) article->mutable_input()->set_index(harvest_.count);
    Describe(kind, article);
    Checked done = Finish({.repair = true});
    harvest_.count += done.has_value();
    return done;
  }

  Checked ReadText(const Utf8Text& utf8, const Format& format, const Kind& kind) {
    // Events inside events are none.
    const bool may_be_event = format.is_json && !context_;
    const EventMode mode =
        may_be_event ? GuessEventMode(utf8.text(), limits_.nesting, &json_.parser()) : EventMode::kNone;
    if (mode != EventMode::kNone) return OpenEvents(mode, utf8.text());
    OrRefusal<Drafts> drafts = format.read({.text = utf8.text(), .limits = limits_, .json = json_});
    if (!drafts) return tl::unexpected(std::move(drafts.error()));
    // In a batch of feeds the places count on.
    const uint32_t first = harvest_.count;
    harvest_.count += static_cast<uint32_t>(drafts->drafts.size() + drafts->refused.size());
    harvest_.is_list = harvest_.is_list || drafts->is_list;
    // One name cannot be that of several articles.
    if (drafts->is_list && context_) context_->subject.clear();
    harvest_.beyond += drafts->beyond;
    for (Drafts::Refused& refused : drafts->refused) {
      harvest_.refused.push_back({first + refused.index, std::move(refused.why)});
    }
    for (Draft& draft : drafts->drafts) {
      draft.index += first;
      const uint32_t index = draft.index;
      Checked done = FinishDraft(utf8, kind, std::move(draft));
      if (!done) harvest_.refused.push_back({index, std::move(done.error())});
    }
    std::ranges::stable_sort(harvest_.refused, {}, &Drafts::Refused::index);
    return {};
  }

  Checked FinishDraft(const Utf8Text& utf8, const Kind& kind, Draft draft) {
    TakeNotes(&draft);  // a note says what was corrected, the title's mark only that something was
    TakeBylineLine(&draft);
    TakeTitleMarks(&draft);
    TakeFlash(&draft);
    SettleDayOrder(input_->timestamp.known() ? std::optional(input_->timestamp.millis()) : std::nullopt, &draft);
    message_.Clear();
    v1::Article* article = message_.mutable_article();
    const uint32_t repairs = utf8.repairs + draft.repairs;
    const uint32_t controls = draft.controls;
    if (harvest_.is_list) article->mutable_input()->set_index(draft.index);
    Fill(std::move(draft), article);
    Describe(kind, article);
    v1::Input* to = article->mutable_input();
    to->set_charset(utf8.charset);
    if (utf8.charset_guessed) to->set_charset_guessed(true);
    if (!utf8.disbelieved.empty()) {
      Warn(article, "the charset " + Quote(utf8.disbelieved) +
                        " that was declared is not that of the bytes, which are in " + utf8.charset);
    }
    if (!utf8.taken_for.empty()) {
      Warn(article, "the text was UTF-8 that some program had taken for " + utf8.taken_for +
                        " and encoded once more; this is undone");
    }
    if (repairs > 0) to->set_repairs(repairs);
    if (controls > 0) to->set_controls(controls);
    return Finish({.repair = false});
  }

  void Describe(const Kind& kind, v1::Article* article) const {
    article->mutable_input()->set_content_type(std::string(kind.media_type));
    if (kind.guessed) article->mutable_input()->set_content_type_guessed(true);
    if (!schema_.empty()) Ignore(article, "schema " + schema_ + ": not looked up");
    if (!kind.declared.empty()) {
      Warn(article, "sent as " + Shorten(kind.declared) + ", but it is " + std::string(kind.media_type));
    }
  }

  // Of the article in message_, as its reader left it.
  Checked Finish(const CleanOptions& clean) {
    v1::Article* article = message_.mutable_article();
    if (context_) Supplement(*context_, article);
    Checked done = ApplyRules({.limits = limits_, .received = input_->timestamp, .clean = clean}, article);
    if (!done) return done;
    Trace(article->mutable_input());
    harvest_.articles.push_back({.key = article->uri(), .delta = message_.SerializeAsString()});
    return {};
  }

  void Trace(v1::Input* to) {
    if (harvest_.articles.empty()) sha256_ = record::Sha256Hex(input_->value);
    to->set_sha256(sha256_);
    if (input_->topic.empty()) return;
    to->set_topic(std::string(input_->topic));
    to->set_partition(input_->partition.number());
    to->set_offset(input_->offset.value());
  }

  const Limits limits_;
  JsonReader json_;
  v1::EnrichedArticle message_;
  // Of the record at hand:
  const pipeline::InputRecord* input_ = nullptr;
  std::optional<EventContext> context_;
  std::string schema_;  // of a schema registry
  Harvest harvest_;
  std::string sha256_;  // of its value, once it has an article
};

}  // namespace

Result<pipeline::DecoderFactory> LoadDecode(const config::v1::Config& config) {
  const config::v1::Limits& from = config.limits();
  const Limits limits{.title_chars = static_cast<size_t>(from.title_chars()),
                      .body_chars = static_cast<size_t>(from.body_chars()),
                      .feed_items = static_cast<size_t>(from.feed_items()),
                      .nesting = static_cast<size_t>(from.nesting()),
                      .links = static_cast<size_t>(from.links())};
  // The first date in words builds the tables after them; no article should wait for that.
  ParseMoment("Mon, 3 Nov 2025 10:00 GMT");
  return [limits] { return std::make_unique<DecodeStage>(limits); };
}

}  // namespace marsad::decode
