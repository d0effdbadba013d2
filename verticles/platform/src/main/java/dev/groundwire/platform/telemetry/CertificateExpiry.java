package dev.groundwire.platform.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;

/** How long certificates in PEM files are still valid. */
record CertificateExpiry(Clock clock) {
  /**
   * Of the one in the file that ends first; negative once it has.
   *
   * @throws IllegalStateException when there is none
   */
  double seconds(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return certificates(in).stream()
          .filter(X509Certificate.class::isInstance)
          .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
          .min(Comparator.naturalOrder())
          .map(end -> Duration.between(clock.instant(), end).toMillis() / 1000.0)
          .orElseThrow(() -> new IllegalStateException(file + " holds no certificate"));
    } catch (IOException | CertificateException unreadable) {
      throw new IllegalStateException(file + " is not readable: " + unreadable, unreadable);
    }
  }

  private static Collection<? extends Certificate> certificates(InputStream in)
      throws CertificateException {
    return CertificateFactory.getInstance("X.509").generateCertificates(in);
  }
}
