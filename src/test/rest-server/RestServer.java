import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/**
 * What iceberg-open-api's RESTCatalogServer starts, on a free port of 127.0.0.1: its own main listens on every address.
 * Java runs this file as it is, with that jar alone on the class path (see LocalRest).
 */
final class RestServer {
  private RestServer() {}

  /** Takes the properties of the catalog behind it, prints the port, and ends when its input ends. */
  public static void main(String[] properties) throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler context = new ServletContextHandler();
    RESTCatalogServlet servlet = new RESTCatalogServlet(new RESTCatalogAdapter(catalog(properties)));
    context.addServlet(new ServletHolder(servlet), "/*");
    server.setHandler(context);
    server.start();
    System.out.println(server.getURI().getPort());
    while (System.in.read() >= 0) {
      // Whoever started it is alive.
    }
    server.stop();
  }

  private static Catalog catalog(String[] properties) {
    Map<String, String> all = new HashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.put(property.substring(0, equals), property.substring(equals + 1));
    }
    return CatalogUtil.buildIcebergCatalog("behind", all, new Configuration());
  }
}
