// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/self_signed.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <QSslCertificate>
#include <QSslKey>
#include <memory>

namespace noiseal::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

Certificate sign(EVP_PKEY* key) {
  Certificate certificate(X509_new(), X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

QByteArray bytes_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<qsizetype>(size)};
}

}  // namespace

namespace {

QSslConfiguration fresh_configuration() {
  const Key key(EVP_RSA_gen(2048), EVP_PKEY_free);
  const Certificate certificate = sign(key.get());
  const Memory key_text(BIO_new(BIO_s_mem()), BIO_free);
  const Memory certificate_text(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
  configuration.setPrivateKey(QSslKey(bytes_of(key_text.get()), QSsl::Rsa));
  configuration.setLocalCertificate(QSslCertificate(bytes_of(certificate_text.get())));
  return configuration;
}

}  // namespace

QSslConfiguration self_signed_configuration() {
  static const QSslConfiguration configuration = fresh_configuration();
  return configuration;
}

}  // namespace noiseal::test
