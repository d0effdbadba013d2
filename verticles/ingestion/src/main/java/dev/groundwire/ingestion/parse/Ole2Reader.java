package dev.groundwire.ingestion.parse;

import java.io.IOException;
import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** An OLE2 container is an encrypted Office file, or one of Office's formats before 2007. */
final class Ole2Reader implements FormatReader {
  @Override
  public void read(Original original, DocumentText into) throws IOException {
    try (POIFSFileSystem container = new POIFSFileSystem(original.file().toFile(), true)) {
      if (container.getRoot().hasEntryCaseInsensitive(Decryptor.DEFAULT_POIFS_ENTRY)) {
        throw ParseRefused.encrypted();
      }
      throw ParseRefused.unsupported(
          "The format of Office before 2007",
          "save the file as .docx, .xlsx or .pptx and upload that.");
    }
  }
}
