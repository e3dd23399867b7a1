import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.match.config.SubscriptionProcessorConfig;
import ca.uhn.fhir.jpa.subscription.match.deliver.email.IEmailSender;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.RequestValidatingInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import jakarta.persistence.EntityManagerFactory;
import java.net.InetSocketAddress;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** A HAPI FHIR R4 server on loopback with everything in memory: {@code Launch PORT}; ends with its input. */
public class Launch {

	public static void main(String[] args) throws Exception {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Parts.class);
		RestfulServer fhir = new RestfulServer(context.getBean(FhirContext.class));
		fhir.registerProviders(context.getBean(ResourceProviderFactory.class).createProviders());
		fhir.registerProvider(context.getBean(IJpaSystemProvider.class));
		fhir.setPagingProvider(context.getBean(DatabaseBackedPagingProvider.class));
		fhir.setServerConformanceProvider(new JpaCapabilityStatementProvider(
				fhir,
				context.getBean(IFhirSystemDao.class),
				context.getBean(JpaStorageSettings.class),
				context.getBean(ISearchParamRegistry.class),
				context.getBean(IValidationSupport.class)));
		if (args.length > 1 && args[1].equals("validate")) {
			RequestValidatingInterceptor strict = new RequestValidatingInterceptor();
			strict.setFailOnSeverity(ResultSeverityEnum.ERROR);
			strict.addValidatorModule(new FhirInstanceValidator(context.getBean(IValidationSupport.class)));
			fhir.registerInterceptor(strict);
		}
		Server jetty = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
		ServletContextHandler handler = new ServletContextHandler("/");
		handler.addServlet(new ServletHolder(fhir), "/fhir/*");
		jetty.setHandler(handler);
		jetty.start();
		System.out.println("ready");
		while (System.in.read() >= 0) {}
		System.exit(0);
	}

	@Configuration
	@Import({
		JpaR4Config.class,
		HapiJpaConfig.class,
		ThreadPoolFactoryConfig.class,
		JpaBatch2Config.class,
		Batch2JobsConfig.class,
		SubscriptionSubmitterConfig.class,
		SubscriptionProcessorConfig.class,
		SubscriptionChannelConfig.class
	})
	static class Parts {
		@Bean
		DataSource dataSource() {
			BasicDataSource source = new BasicDataSource();
			source.setUrl("jdbc:h2:mem:hapi;DB_CLOSE_DELAY=-1");
			source.setDriverClassName("org.h2.Driver");
			source.setUsername("sa");
			source.setMaxTotal(20);
			return source;
		}

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean entityManagerFactory(
				DataSource source,
				ConfigurableListableBeanFactory beans,
				FhirContext fhir,
				JpaStorageSettings settings) {
			LocalContainerEntityManagerFactoryBean made =
					HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
			Properties properties = new Properties();
			properties.put("hibernate.dialect", "ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect");
			properties.put("hibernate.hbm2ddl.auto", "create");
			properties.put("hibernate.search.enabled", "false");
			properties.put("hibernate.jdbc.batch_size", "20");
			properties.put("hibernate.cache.use_query_cache", "false");
			properties.put("hibernate.cache.use_second_level_cache", "false");
			made.setPersistenceUnitName("HAPI_PU");
			made.setDataSource(source);
			made.setJpaProperties(properties);
			return made;
		}

		@Bean
		@Primary
		JpaTransactionManager transactionManager(EntityManagerFactory factory) {
			return new JpaTransactionManager(factory);
		}

		@Bean
		JpaStorageSettings jpaStorageSettings() {
			JpaStorageSettings settings = new JpaStorageSettings();
			settings.setAllowExternalReferences(true);
			return settings;
		}

		@Bean
		PartitionSettings partitionSettings() {
			return new PartitionSettings();
		}

		@Bean
		SubscriptionSettings subscriptionSettings() {
			return new SubscriptionSettings();
		}

		@Bean
		DatabaseBackedPagingProvider databaseBackedPagingProvider() {
			return new DatabaseBackedPagingProvider();
		}

		@Bean
		IEmailSender emailSender() {
			return details -> {};
		}
	}
}
