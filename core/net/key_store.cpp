// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/key_store.h"

#include <fmt/format.h>
#include <qt6keychain/keychain.h>

#include <QEventLoop>
#include <QTimer>
#include <chrono>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/net/qt_application.h"

namespace noiseal {
namespace {

/// So long a person may take to unlock the keychain.
constexpr std::chrono::minutes kLongestUnlock{2};

/// Runs the job to its end; its error.
QKeychain::Error finish(QKeychain::Job& job, const LlmServer& server) {
  ensure_qt_application();
  job.setAutoDelete(false);
  job.setInsecureFallback(false);
  job.setKey(QString::fromStdString(server.host));
  QEventLoop loop;
  bool finished = false;
  QObject::connect(&job, &QKeychain::Job::finished, &loop, [&] {
    finished = true;
    loop.quit();
  });
  QTimer::singleShot(kLongestUnlock, &loop, &QEventLoop::quit);
  job.start();
  if (!finished) {
    loop.exec();
  }
  return finished ? job.error() : QKeychain::AccessDeniedByUser;
}

QString service() {
  return QStringLiteral("noiseal");
}

[[noreturn]] void no_keychain(const QKeychain::Job& job) {
  throw Error(
      fmt::format("The system's keychain can't be used ({}); set the key in the environment "
                  "variable NOISEAL_LLM_KEY instead.",
                  printable_start(job.errorString().toStdString(), 120)));
}

}  // namespace

LlmKey find_llm_key(const LlmServer& server) {
  QKeychain::ReadPasswordJob job(service());
  if (finish(job, server) == QKeychain::NoError && !job.textData().isEmpty()) {
    const std::string text = job.textData().toStdString();
    check_llm_key(text, server);
    return {text, "the keychain"};
  }
  return {llm_key(server), llm_key_variable(server)};
}

void keep_llm_key(const LlmServer& server, const std::string& key) {
  check_llm_key(key, server);
  QKeychain::WritePasswordJob job(service());
  job.setTextData(QString::fromStdString(key));
  if (finish(job, server) != QKeychain::NoError) {
    no_keychain(job);
  }
}

void forget_llm_key(const LlmServer& server) {
  QKeychain::DeletePasswordJob job(service());
  const QKeychain::Error error = finish(job, server);
  if (error != QKeychain::NoError && error != QKeychain::EntryNotFound) {
    no_keychain(job);
  }
}

}  // namespace noiseal
