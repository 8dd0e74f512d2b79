// One librdkafka client and what it tells: the ground under consumer, producers and tools.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "lib/base/result.h"
#include "lib/kafka/events.h"
#include "lib/kafka/options.h"

// librdkafka's own types, opaque here.
struct rd_kafka_s;
struct rd_kafka_conf_s;
struct rd_kafka_topic_s;

namespace marsad::kafka {

// Owns an rd_kafka_t together with the state that its callbacks write to. Not movable: librdkafka holds its address.
class Client {
 public:
  enum class Kind { kConsumer, kProducer };

  // What callbacks are wanted beyond logs and errors.
  struct Hooks {
    virtual ~Hooks() = default;
    virtual void OnRebalance(bool /*assigned*/, void* /*rd_kafka_topic_partition_list_t*/) {}
    virtual void OnUndelivered(std::string_view /*topic*/, int /*error code*/) {}
    virtual void OnStatisticsJson(std::string_view /*json*/) {}
    // connected() changed, or was said again.
    virtual void OnConnection(bool /*connected*/) {}
  };

  // `events` and `hooks` must outlive the client.
  static Result<std::unique_ptr<Client>> Open(Kind kind, const Properties& settings, EventSink& events,
                                              Hooks* hooks = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  rd_kafka_s* get() const { return handle_; }
  EventSink& events() { return events_; }
  Hooks* hooks() { return hooks_; }

  // Topic handles live as long as the client.
  rd_kafka_topic_s* Topic(const std::string& name);

  // False from the moment when no broker can be reached until a call has been answered.
  bool connected() const { return connected_; }
  void set_connected(bool connected);
  // Why no connection could be made or kept, and what to do about it; empty: all is well. From any thread.
  std::string connection_error() const;
  // Connections that broke and requests that timed out since the client was opened.
  uint64_t transport_errors() const { return transport_errors_; }

  // Logs `text` unless the same `topic` was logged within the last ten seconds. Thread-safe.
  void Log(Severity severity, std::string_view topic, std::string_view text);
  // Where tokens are read from; empty: not from a file.
  std::string token_file() const;
  // For librdkafka's error callback.
  void OnError(int code, std::string_view text);

 private:
  Client(Properties settings, EventSink& events, Hooks* hooks)
      : settings_(std::move(settings)), events_(events), hooks_(hooks) {}
  void NoteConnectionError(int code, const std::string& text, bool is_explained);

  const Properties settings_;
  EventSink& events_;
  Hooks* hooks_;
  rd_kafka_s* handle_ = nullptr;
  bool consumer_ = false;
  std::map<std::string, rd_kafka_topic_s*> topics_;
  std::atomic<bool> connected_{false};
  std::atomic<uint64_t> transport_errors_{0};
  mutable std::mutex error_mutex_;
  std::string connection_error_;
  bool is_explained_ = false;  // connection_error_ comes with advice
  std::mutex log_mutex_;
  std::map<std::string, std::chrono::steady_clock::time_point, std::less<>> last_logged_;
};

// A moment by which something must be done.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds after);
  // What is left, never below zero, at most `at_most`; in milliseconds, as librdkafka wants it.
  int Left(std::chrono::milliseconds at_most) const;
  bool passed() const;

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace marsad::kafka
