package dev.groundwire.ingestion.parse;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.exceptions.InvalidOperationException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.util.IOUtils;

/** The parts of an Office file and how they refer to each other. */
final class OfficePackage implements Closeable {
  private final OPCPackage content;

  private OfficePackage(OPCPackage content) {
    this.content = content;
  }

  /** POI keeps its guards in statics: one limit for the process. */
  static void limitInflation(ParseLimits limits) {
    ZipSecureFile.setMinInflateRatio(1.0 / limits.maxExpansion());
    ZipSecureFile.setMaxEntrySize(limits.maxEntryBytes());
    IOUtils.setByteArrayMaxOverride((int) Math.min(limits.maxEntryBytes(), 256 << 20));
  }

  static OfficePackage open(Original original) throws IOException {
    try {
      return new OfficePackage(OPCPackage.open(original.file().toFile(), PackageAccess.READ));
    } catch (InvalidOperationException | InvalidFormatException broken) {
      ParseRefused verdict = Verdict.of(broken);
      throw verdict.reason() == ParseRefused.Reason.DAMAGED
          ? ParseRefused.damaged("its ZIP structure cannot be read", broken)
          : verdict;
    }
  }

  OPCPackage opc() {
    return content;
  }

  PackagePart main() throws IOException {
    List<PackageRelationship> found = new ArrayList<>();
    for (PackageRelationship relation : content.getRelationships()) {
      if (relation.getRelationshipType().endsWith("/officeDocument")) {
        found.add(relation);
      }
    }
    if (found.isEmpty()) {
      throw ParseRefused.archive();
    }
    PackagePart part = content.getPart(found.getFirst());
    if (part == null) {
      throw ParseRefused.damaged("its main part is missing");
    }
    return part;
  }

  /** The parts that another one refers to with a relationship of the type, in its order. */
  List<PackagePart> related(PackagePart from, String type) throws IOException {
    List<PackagePart> parts = new ArrayList<>();
    try {
      for (PackageRelationship relation : from.getRelationships()) {
        if (relation.getTargetMode() == TargetMode.INTERNAL
            && relation.getRelationshipType().endsWith("/" + type)) {
          part(from, relation).ifPresent(parts::add);
        }
      }
    } catch (InvalidFormatException broken) {
      throw new IOException(broken);
    }
    return parts;
  }

  Optional<PackagePart> related(PackagePart from, String type, String id) throws IOException {
    try {
      for (PackageRelationship relation : from.getRelationships()) {
        if (relation.getId().equals(id) && relation.getRelationshipType().endsWith("/" + type)) {
          return part(from, relation);
        }
      }
      return Optional.empty();
    } catch (InvalidFormatException broken) {
      throw new IOException(broken);
    }
  }

  void walk(PackagePart part, SafeXml.Handler handler) throws IOException {
    InputStream stream = part.getInputStream();
    SafeXml.walk(stream, handler);
  }

  Optional<String> title() {
    try {
      return content.getPackageProperties().getTitleProperty().filter(t -> !t.isBlank());
    } catch (InvalidFormatException unreadableProperties) {
      return Optional.empty(); // a title is a courtesy; the text does not depend on it
    }
  }

  @Override
  public void close() {
    content.revert();
  }

  private static Optional<PackagePart> part(PackagePart from, PackageRelationship relation)
      throws InvalidFormatException {
    return relation.getTargetMode() == TargetMode.INTERNAL
        ? Optional.ofNullable(from.getRelatedPart(relation))
        : Optional.empty();
  }
}
