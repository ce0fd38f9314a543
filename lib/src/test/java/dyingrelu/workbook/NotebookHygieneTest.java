package dyingrelu.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed notebooks are clean, and each rule can tell a notebook that is not. */
class NotebookHygieneTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> committedNotebookIsClean() throws IOException {
    return Checkout.notebooks().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(
                                NotebookHygiene.violations(
                                    JSON.readTree(file.toFile()), setUpCell()))
                            .as("refresh with: mvn -Prun -Dsave -Dnotebooks=" + number(file))
                            .isEmpty()));
  }

  @Test
  void cleanNotebookPasses() throws IOException {
    assertThat(NotebookHygiene.violations(cleanNotebook(), setUpCell())).isEmpty();
  }

  record Fault(String at, String value, String violation) {
    @Override
    public String toString() {
      return violation;
    }
  }

  static Stream<Fault> faults() {
    String count = "/cells/2/execution_count";
    String data = "/cells/2/outputs/0/data/text~1html";
    // Taken apart, as this file too is searched for such paths.
    String home = "/" + "home/ada/x.csv";
    return Stream.of(
        new Fault("/metadata/kernelspec/name", "\"python3\"", "its kernel is named 'python3'"),
        new Fault("/cells/1/source", "\"int x;\"", "first code cell is not the set-up cell"),
        new Fault(count, "null", "code cell 2 was not executed"),
        new Fault(count, "3", "code cell 2 was executed as number 3"),
        new Fault("/cells/2/source", "\"a;" + "\\nb;".repeat(15) + "\"", "has 16 lines"),
        new Fault(
            "/cells/2/source", "\"" + "a".repeat(121) + ";\"", "has a line of 122 characters"),
        new Fault(
            "/cells/3/source",
            "\"import a.b.*;\"",
            "code cell 3 imports a.b.*: all imports stand at the top"),
        new Fault(
            "/cells/3/source",
            "\"int x = 1; import static a.b.C.d; \"",
            "code cell 3 imports static a.b.C.d: all imports stand at the top"),
        new Fault("/metadata/dyingrelu", "{\"edition\": 3}", "it says it is of edition 3"),
        new Fault("/cells/2/source", "[\"a\\n\"" + ",\"b\\n\"".repeat(15) + "]", "has 16 lines"),
        new Fault(
            "/cells/2/outputs/0",
            "{\"output_type\": \"error\", \"ename\": \"CompilationException\"}",
            "ended with an error: CompilationException"),
        new Fault(
            "/cells/2/outputs/0",
            "{\"output_type\": \"stream\", \"name\": \"stderr\", \"text\": [\"red\"]}",
            "wrote to stderr: red"),
        new Fault(
            "/cells/2/outputs/0",
            "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [\"" + home + "\"]}",
            "prints a path of the machine"),
        new Fault(data, "\"read /tmp/x\"", "prints a path of the machine: /tmp/x"),
        new Fault(data, "\"C:\\\\data\"", "prints a path of the machine: C:\\d"),
        new Fault(
            data,
            JSON.valueToTree(System.getProperty("user.dir")).toString(),
            "prints a path of the machine"),
        new Fault(data, "\"java.lang.Object@1b2c3d4\"", "prints an object's hash: t@1b2c3d4"),
        new Fault(data, "\"[F@5e91993f\"", "prints an object's hash"),
        new Fault(data, "\"0fa0e4ab-1c2d-4e5f-8a9b-0123456789ab\"", "prints a UUID: 0fa0e4ab"),
        new Fault(
            data,
            "\"<script src='https://example.org/a.js'></script>\"",
            "prints something loaded from the network"),
        new Fault(
            data,
            "\"<style>body {background: url(//example.org/a.png)}</style>\"",
            "prints something loaded from the network"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultIsFound(Fault fault) throws IOException {
    JsonNode notebook = cleanNotebook();
    int cut = fault.at().lastIndexOf('/');
    JsonNode parent = notebook.at(fault.at().substring(0, cut));
    String key = fault.at().substring(cut + 1).replace("~1", "/");
    JsonNode value = JSON.readTree(fault.value());
    if (parent instanceof ObjectNode object) {
      object.set(key, value);
    } else {
      ((com.fasterxml.jackson.databind.node.ArrayNode) parent).set(Integer.parseInt(key), value);
    }
    assertThat(NotebookHygiene.violations(notebook, setUpCell()))
        .singleElement()
        .asString()
        .contains(fault.violation());
  }

  /** Prose, the set-up cell, and output and code that look suspicious but are not. */
  private static JsonNode cleanNotebook() throws IOException {
    JsonNode notebook =
        JSON.readTree(
            """
            {"metadata": {"kernelspec": {"name": "java"}},
             "cells": [
               {"cell_type": "markdown", "source": "# Title"},
               {"cell_type": "code", "execution_count": 1, "outputs": []},
               {"cell_type": "code", "execution_count": 2, "source": ["import a.B;\\n", "1"], "outputs": [
                 {"output_type": "execute_result",
                  "data": {"text/html": "<a href='https://doi.org/10.1/x'>ada@example.org</a> 1/2",
                           "image/png": "t@1b2c3d4"}}]},
               {"cell_type": "code", "execution_count": 3, "outputs": [],
                "source": "// import a.b;\\nvar s = \\"\\"\\"\\nimport a.b;\\n\\"\\"\\";"}]}
            """);
    ((ObjectNode) notebook.at("/cells/1")).put("source", setUpCell());
    return notebook;
  }

  static String setUpCell() throws IOException {
    try (var in = NotebookHygieneTest.class.getResourceAsStream("setup-cell.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "").strip();
    }
  }

  private static String number(Path file) {
    return file.getFileName().toString().replaceAll("-.*", "");
  }
}
