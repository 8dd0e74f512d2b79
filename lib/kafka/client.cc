#include "lib/kafka/client.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>

#include "lib/base/clock.h"
#include "lib/kafka/auth/security.h"
#include "lib/kafka/auth/token.h"

namespace marsad::kafka {
namespace {

constexpr std::chrono::seconds kLogAgain{10};

Client& Self(void* opaque) { return *static_cast<Client*>(opaque); }

// librdkafka numbers severities as syslog does. It retries by itself, so nothing it says is an error of ours.
Severity FromSyslog(int level) {
  if (level <= 4) return Severity::kWarn;
  return level <= 6 ? Severity::kInfo : Severity::kDebug;
}

void LogCallback(const rd_kafka_t* rk, int level, const char* facility, const char* text) {
  // One set of properties serves consumers and producers: those of the other kind are no news.
  if (std::string_view(facility) == "CONFWARN") return;
  Self(rd_kafka_opaque(rk)).Log(FromSyslog(level), facility, text);
}

void ErrorCallback(rd_kafka_t*, int code, const char* text, void* opaque) { Self(opaque).OnError(code, text); }

int StatisticsCallback(rd_kafka_t*, char* json, size_t size, void* opaque) {
  Self(opaque).hooks()->OnStatisticsJson({json, size});
  return 0;  // librdkafka frees the text
}

void RebalanceCallback(rd_kafka_t*, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* partitions,
                       void* opaque) {
  Self(opaque).hooks()->OnRebalance(code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS, partitions);
}

// A token that cannot be had is tried again ten seconds later; what was told of it goes on to ErrorCallback().
void TokenCallback(rd_kafka_t* rk, const char*, void* opaque) {
  const int64_t now_ms = SystemClock().UnixMicros() / 1000;
  const auto token = ReadToken(Self(opaque).token_file(), now_ms);
  char reason[512] = "";
  if (!token) {
    rd_kafka_oauthbearer_set_token_failure(rk, token.error().message.c_str());
  } else if (rd_kafka_oauthbearer_set_token(rk, token->text.c_str(), token->expires_ms, token->principal.c_str(),
                                            nullptr, 0, reason, sizeof reason) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_oauthbearer_set_token_failure(rk, reason);
  }
}

std::string WithAdvice(const std::string& advice, const std::string& text) {
  return advice.empty() ? text : advice + " (" + text + ")";
}

void DeliveryCallback(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  Self(opaque).hooks()->OnUndelivered(rd_kafka_topic_name(message->rkt), message->err);
}

}  // namespace

Result<std::unique_ptr<Client>> Client::Open(Kind kind, const Properties& settings, EventSink& events, Hooks* hooks) {
  std::unique_ptr<Client> client(new Client(settings, events, hooks));
  std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)> conf(rd_kafka_conf_new(), rd_kafka_conf_destroy);
  char reason[512] = "";
  for (const auto& [name, value] : settings) {
    if (IsTokenFile(name, value)) continue;  // for TokenCallback()
    if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), reason, sizeof reason) != RD_KAFKA_CONF_OK) {
      return Fail("kafka: " + name + ": " + reason);
    }
  }
  // Newer versions only: how long fetching pauses when enough is read ahead (a fixed second in 2.0.2).
  if (!settings.contains("fetch.queue.backoff.ms")) {
    rd_kafka_conf_set(conf.get(), "fetch.queue.backoff.ms", "10", nullptr, 0);
  }
  rd_kafka_conf_set_opaque(conf.get(), client.get());
  rd_kafka_conf_set_log_cb(conf.get(), LogCallback);
  rd_kafka_conf_set_error_cb(conf.get(), ErrorCallback);
  // A token is renewed on librdkafka's own thread: this client may be idle, or blocked in a call, when it expires.
  rd_kafka_conf_enable_sasl_queue(conf.get(), 1);
  if (!client->token_file().empty()) rd_kafka_conf_set_oauthbearer_token_refresh_cb(conf.get(), TokenCallback);
  client->consumer_ = kind == Kind::kConsumer;
  if (hooks != nullptr) {
    rd_kafka_conf_set_stats_cb(conf.get(), StatisticsCallback);
    if (client->consumer_) rd_kafka_conf_set_rebalance_cb(conf.get(), RebalanceCallback);
    if (!client->consumer_) rd_kafka_conf_set_dr_msg_cb(conf.get(), DeliveryCallback);
  }
  const rd_kafka_type_t type = client->consumer_ ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER;
  client->handle_ = rd_kafka_new(type, conf.get(), reason, sizeof reason);
  if (client->handle_ == nullptr) return Fail(std::string("kafka: ") + reason);
  static_cast<void>(conf.release());  // belongs to the handle now
  rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(client->handle_));
  if (client->consumer_) rd_kafka_poll_set_consumer(client->handle_);
  return client;
}

Client::~Client() {
  if (handle_ == nullptr) return;
  for (const auto& [name, topic] : topics_) rd_kafka_topic_destroy(topic);
  if (!consumer_) rd_kafka_purge(handle_, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  // Closing a consumer can hang in 2.0.2; whoever wants it closed has done so with a time limit.
  rd_kafka_destroy_flags(handle_, consumer_ ? RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE : 0);
}

rd_kafka_topic_s* Client::Topic(const std::string& name) {
  rd_kafka_topic_s*& topic = topics_[name];
  if (topic == nullptr) topic = rd_kafka_topic_new(handle_, name.c_str(), nullptr);
  return topic;
}

void Client::Log(Severity severity, std::string_view topic, std::string_view text) {
  {
    const std::lock_guard lock(log_mutex_);
    const auto now = SystemClock().Now();
    const auto [at, first] = last_logged_.try_emplace(std::string(topic), now);
    if (!first && now - at->second < kLogAgain) return;
    at->second = now;
  }
  events_.OnLog(severity, text);
}

void Client::set_connected(bool connected) {
  connected_ = connected;
  if (hooks_ != nullptr) hooks_->OnConnection(connected);
  if (!connected) return;
  const std::lock_guard lock(error_mutex_);
  connection_error_.clear();
  is_explained_ = false;
}

std::string Client::token_file() const { return TokenFile(settings_); }

std::string Client::connection_error() const {
  const std::lock_guard lock(error_mutex_);
  return connection_error_;
}

// Keeps what says most: that all brokers are down, or that a connection broke, follows from what was said before.
void Client::NoteConnectionError(int code, const std::string& text, bool is_explained) {
  const std::lock_guard lock(error_mutex_);
  if (!is_explained && is_explained_) return;
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && !connection_error_.empty()) return;
  is_explained_ = is_explained;
  connection_error_ = text;
}

void Client::OnError(int code, std::string_view text) {
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  const std::string whole = std::string(rd_kafka_err2str(error)) + ": " + std::string(text);
  const std::string advice = ConnectionAdvice(whole, settings_);
  const std::string told = WithAdvice(advice, whole);
  switch (code) {
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__SSL:
      set_connected(false);
      NoteConnectionError(code, told, !advice.empty());
      break;
    case RD_KAFKA_RESP_ERR__TRANSPORT:
      NoteConnectionError(code, told, !advice.empty());
      [[fallthrough]];
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
      ++transport_errors_;
      break;
    default:
      break;
  }
  // A new advice is told at once: a token expires just when the broker's refusals of it are being told.
  Log(Severity::kWarn, advice + rd_kafka_err2name(error), told);
}

Deadline::Deadline(std::chrono::milliseconds after) : end_(SystemClock().Now() + after) {}

int Deadline::Left(std::chrono::milliseconds at_most) const {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - SystemClock().Now());
  return static_cast<int>(std::clamp(left, std::chrono::milliseconds{0}, at_most).count());
}

bool Deadline::passed() const { return SystemClock().Now() >= end_; }

}  // namespace marsad::kafka
